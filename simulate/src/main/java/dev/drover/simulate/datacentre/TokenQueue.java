package dev.drover.simulate.datacentre;

import org.jspecify.annotations.Nullable;

/**
 * Who has the token next: of those that have not had it in this round the one with the highest
 * entry, of equal ones the first in the token's order. Performance class: a byte for each VM, and a
 * bit for each VM and each entry that occurs.
 */
final class TokenQueue {
  private static final int ENTRIES = 256;

  private final int vms;
  private final byte[] entries;
  private final @Nullable IndexSet[] waiting = new IndexSet[ENTRIES];
  private final IndexSet present = new IndexSet(ENTRIES);

  /** Null when it is that of the VMs' numbers. */
  private int @Nullable [] order;

  private int @Nullable [] placeOf;

  /** All entries are 0, nobody waits. */
  TokenQueue(int vms) {
    this.vms = vms;
    this.entries = new byte[vms];
  }

  int entry(int vm) {
    return entries[vm] & 0xff;
  }

  /**
   * Everybody waits.
   *
   * @param order null for that of the VMs' numbers
   */
  void begin(int @Nullable [] order) {
    this.order = order;
    if (order == null) {
      placeOf = null;
    } else {
      placeOf = new int[vms];
      for (int place = 0; place < vms; place++) {
        placeOf[order[place]] = place;
      }
    }
    for (int vm = 0; vm < vms; vm++) {
      add(vm, entry(vm));
    }
  }

  boolean isEmpty() {
    return present.isEmpty();
  }

  /** {@return who is next and waits no more; somebody must wait} */
  int next() {
    int entry = ENTRIES - 1 - present.first();
    int place = set(entry).first();
    int vm = order == null ? place : order[place];
    remove(vm, entry);
    return vm;
  }

  /** Sets the entry of one who does not wait. */
  void set(int vm, int entry) {
    entries[vm] = (byte) entry;
  }

  /** Raises an entry, and with it the place of a VM that waits; never lowers one. */
  void raise(int vm, int entry) {
    int before = entry(vm);
    if (entry <= before) {
      return;
    }
    IndexSet equals = waiting[before];
    if (equals != null && equals.contains(place(vm))) {
      remove(vm, before);
      add(vm, entry);
    }
    entries[vm] = (byte) entry;
  }

  private void add(int vm, int entry) {
    IndexSet set = waiting[entry];
    if (set == null) {
      set = new IndexSet(vms);
      waiting[entry] = set;
    }
    set.add(place(vm));
    present.add(ENTRIES - 1 - entry);
  }

  private void remove(int vm, int entry) {
    IndexSet set = set(entry);
    set.remove(place(vm));
    if (set.isEmpty()) {
      present.remove(ENTRIES - 1 - entry);
    }
  }

  private IndexSet set(int entry) {
    IndexSet set = waiting[entry];
    if (set == null) {
      throw new IllegalStateException("nobody ever waited with entry " + entry);
    }
    return set;
  }

  private int place(int vm) {
    return placeOf == null ? vm : placeOf[vm];
  }
}
