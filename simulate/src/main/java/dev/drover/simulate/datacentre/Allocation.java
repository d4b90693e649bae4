package dev.drover.simulate.datacentre;

import dev.drover.decide.communication.Room;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where every VM is, and what is free where. One thread. Never over capacity: what does not fit is
 * refused.
 */
public final class Allocation implements Room {
  private final Capacity capacity;
  private final int[] serverOf;
  private final int[] freeSlots;
  private final Resource[] resources;
  private final int[][] free;

  private Allocation(Capacity capacity, int[] serverOf) {
    this.capacity = capacity;
    this.serverOf = serverOf;
    this.freeSlots = capacity.freeSlots();
    this.resources = capacity.resources().toArray(Resource[]::new);
    this.free = new int[resources.length][];
    for (int i = 0; i < resources.length; i++) {
      free[i] = resources[i].freeServers();
    }
  }

  /**
   * VMs where they are.
   *
   * @param serverOf each VM's server; copied
   * @throws IllegalArgumentException when a server has more than it has room for
   */
  public static Allocation of(Capacity capacity, int[] serverOf) {
    Allocation made = new Allocation(capacity, serverOf.clone());
    for (int vm = 0; vm < serverOf.length; vm++) {
      if (!made.fits(vm, serverOf[vm])) {
        throw new IllegalArgumentException("server " + serverOf[vm] + " has no room for VM " + vm);
      }
      made.take(vm, serverOf[vm]);
    }
    return made;
  }

  /**
   * VMs by lot: every free slot is as likely.
   *
   * @throws IllegalArgumentException when a VM fits nowhere
   */
  public static Allocation random(Capacity capacity, int vms, RandomGenerator random) {
    int[] slots = new int[capacity.slots()];
    int size = 0;
    for (int server = 0; server < capacity.servers(); server++) {
      for (int i = 0; i < capacity.slots(server); i++) {
        slots[size++] = server;
      }
    }
    Allocation made = new Allocation(capacity, new int[vms]);
    for (int vm = 0; vm < vms; vm++) {
      // The first try of each VM is by lot among all slots left; only needs make more of them.
      int at = vm < size ? random.nextInt(vm, size) : size;
      for (int tries = vm; tries < size && !made.fits(vm, slots[at]); tries++) {
        at = at + 1 < size ? at + 1 : vm;
      }
      if (at >= size || !made.fits(vm, slots[at])) {
        throw new IllegalArgumentException("no server has room for VM " + vm);
      }
      int server = slots[at];
      slots[at] = slots[vm];
      slots[vm] = server;
      made.serverOf[vm] = server;
      made.take(vm, server);
    }
    return made;
  }

  /** {@return one of its own, with everything where it is here} */
  public Allocation copy() {
    return of(capacity, serverOf);
  }

  public int vms() {
    return serverOf.length;
  }

  public Capacity capacity() {
    return capacity;
  }

  /** {@return each VM's server: not a copy, to be read only} */
  public int[] serverOf() {
    return serverOf;
  }

  /** {@return a VM's server} */
  public int serverOf(int vm) {
    return serverOf[vm];
  }

  @Override
  public boolean fits(int vm, int server) {
    if (freeSlots[server] == 0) {
      return false;
    }
    for (int i = 0; i < resources.length; i++) {
      if (free[i][server] < resources[i].ofVm(vm)) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether a server that has none of several VMs has room for all of them} */
  public boolean fits(List<Integer> vms, int server) {
    if (freeSlots[server] < vms.size()) {
      return false;
    }
    for (int i = 0; i < resources.length; i++) {
      long need = 0;
      for (int vm : vms) {
        need += resources[i].ofVm(vm);
      }
      if (free[i][server] < need) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether two VMs on different servers have room where the other one is} */
  public boolean fitSwapped(int one, int other) {
    for (int i = 0; i < resources.length; i++) {
      int more = resources[i].ofVm(one) - resources[i].ofVm(other);
      if (free[i][serverOf[other]] < more || free[i][serverOf[one]] < -more) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves a VM to another server.
   *
   * @throws IllegalArgumentException when there is no room for it
   */
  public void move(int vm, int server) {
    if (!fits(vm, server)) {
      throw new IllegalArgumentException("server " + server + " has no room for VM " + vm);
    }
    give(vm);
    take(vm, server);
  }

  /**
   * Moves two VMs, each to where the other one is.
   *
   * @throws IllegalArgumentException when there is no room for them
   */
  public void swap(int one, int other) {
    if (!fitSwapped(one, other)) {
      throw new IllegalArgumentException("VMs " + one + " and " + other + " cannot change places");
    }
    int server = serverOf[one];
    give(one);
    int otherServer = serverOf[other];
    give(other);
    take(one, otherServer);
    take(other, server);
  }

  private void take(int vm, int server) {
    serverOf[vm] = server;
    freeSlots[server]--;
    for (int i = 0; i < resources.length; i++) {
      free[i][server] -= resources[i].ofVm(vm);
    }
  }

  private void give(int vm) {
    freeSlots[serverOf[vm]]++;
    for (int i = 0; i < resources.length; i++) {
      free[i][serverOf[vm]] += resources[i].ofVm(vm);
    }
  }
}
