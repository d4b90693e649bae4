package dev.drover.agent.net;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.net.HostNetwork.VmPort;
import dev.drover.agent.net.QueueScript.Tenant;
import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The NIC's queues. Packets that leave are always shaped to the link's rate here; packets that
 * arrive are shaped only while that direction is reserved, by way of an IFB device that is made
 * then and removed after, at a little less than the link's rate so that the queue is here and not
 * in the switch.
 */
final class Nic {
  private static final String IFB = "ifb0";

  /** How long what waits in the IFB's queues is given to drain before the device goes. */
  private static final long DRAIN_MS = 60;

  private final Shell shell;
  private final AgentConfig.Nic nic;
  private final String hostAddress;
  private final Map<TrafficClass, Reservation> reservations = new EnumMap<>(TrafficClass.class);
  private final Map<TrafficClass, Integer> preferences = new EnumMap<>(TrafficClass.class);
  private final Map<String, Integer> slots = new HashMap<>();
  private List<VmPort> ports = List.of();
  private boolean ifb;
  private boolean apart;

  Nic(Shell shell, AgentConfig.Nic nic, String hostAddress) {
    this.shell = shell;
    this.nic = nic;
    this.hostAddress = hostAddress;
  }

  /** Takes the NIC over, as it was left by an earlier agent or fresh. Nothing is reserved after. */
  synchronized void open() {
    QueueScript egress = egress();
    List<String> script = new ArrayList<>();
    if (!shell.output("tc", "qdisc", "show", "dev", nic.device()).contains("qdisc htb 1: root")) {
      script.addAll(egress.root());
    }
    script.addAll(egress.shared());
    script.add("filter del dev " + nic.device() + " parent 1:");
    shell.tc(script);
    ifb = shell.output("ip", "-o", "link").contains(": " + IFB + ":");
    closeIngress();
  }

  synchronized void know(List<VmPort> known) {
    if (!known.equals(ports)) {
      ports = List.copyOf(known);
      reservations.values().forEach(this::divide);
    }
  }

  synchronized void reserve(Reservation reservation) {
    check(reservation);
    divide(reservation);
    reservations.put(reservation.direction(), reservation);
  }

  /** {@return what is reserved now} */
  synchronized List<Reservation> reservations() {
    return List.copyOf(reservations.values());
  }

  /**
   * A migration whose rate is limited sends it in bursts of 100 ms, at the link's own rate: in one
   * queue with the VMs' packets they would stand in front of them.
   */
  synchronized void migrationsApart(boolean wanted) {
    if (wanted != apart) {
      apart = wanted;
      if (!reservations.containsKey(TrafficClass.OUTGOING)) {
        unreserved();
      }
    }
  }

  synchronized void release() {
    reservations.clear();
    unreserved();
    closeIngress();
  }

  /** The egress as it is when nothing is reserved there. */
  private void unreserved() {
    if (apart) {
      BitRate half = nic.rate().times(0.5);
      divide(
          new Reservation("this", TrafficClass.OUTGOING, half, nic.rate(), false, half, List.of()));
      return;
    }
    Integer preference = preferences.remove(TrafficClass.OUTGOING);
    if (preference != null) {
      List<String> script = new ArrayList<>(egress().shared());
      script.addAll(egress().withoutFilters(preference));
      shell.tc(script);
    }
  }

  private void check(Reservation reservation) {
    BitRate whole = reservation.migration().plus(reservation.workload());
    if (whole.compareTo(nic.rate()) > 0) {
      throw new IllegalArgumentException(
          "reservation of %s for migration and %s for the workload exceeds the NIC's %s"
              .formatted(reservation.migration(), reservation.workload(), nic.rate()));
    }
    BitRate shares = BitRate.ZERO;
    for (TenantShare share : reservation.tenants()) {
      shares = shares.plus(share.guaranteed());
    }
    if (shares.compareTo(reservation.workload()) > 0) {
      throw new IllegalArgumentException(
          "tenants are guaranteed %s, more than the workload's %s"
              .formatted(shares, reservation.workload()));
    }
  }

  private void divide(Reservation reservation) {
    TrafficClass direction = reservation.direction();
    QueueScript queues;
    List<String> script = new ArrayList<>();
    if (direction == TrafficClass.OUTGOING) {
      queues = egress();
    } else {
      queues = ingress(reservation);
      openIngress(queues);
    }
    List<Tenant> tenants = tenants(reservation);
    Integer old = preferences.get(direction);
    int next = old == null || old == 20 ? 10 : 20;
    script.addAll(queues.divided(reservation, tenants));
    script.addAll(queues.filters(tenants, next));
    if (old != null) {
      script.addAll(queues.withoutFilters(old));
    }
    shell.tc(script);
    preferences.put(direction, next);
  }

  private List<Tenant> tenants(Reservation reservation) {
    List<Tenant> tenants = new ArrayList<>();
    for (TenantShare share : reservation.tenants()) {
      Optional<VmPort> port = ports.stream().filter(p -> p.vm().equals(share.vm())).findFirst();
      port.ifPresent(p -> {
        int slot = slots.computeIfAbsent(share.vm(), _ -> slots.size());
        tenants.add(new Tenant(slot, share.guaranteed(), p.address()));
      });
    }
    return tenants;
  }

  private void openIngress(QueueScript queues) {
    if (ifb) {
      return;
    }
    shell.ip(List.of("link add " + IFB + " type ifb", "link set " + IFB + " up"));
    ifb = true;
    List<String> script = new ArrayList<>(queues.root());
    script.addAll(queues.shared());
    script.add("qdisc add dev " + nic.device() + " ingress");
    script.add(
        "filter add dev %s parent ffff: protocol all pref 1 u32 match u32 0 0 action mirred egress redirect dev %s"
            .formatted(nic.device(), IFB));
    shell.tc(script);
  }

  private void closeIngress() {
    preferences.remove(TrafficClass.INCOMING);
    if (!ifb) {
      return;
    }
    if (shell.output("tc", "qdisc", "show", "dev", nic.device()).contains("qdisc ingress")) {
      shell.tc(List.of("qdisc del dev " + nic.device() + " ingress"));
      drain();
    }
    shell.ip(List.of("link del " + IFB));
    ifb = false;
  }

  private static void drain() {
    try {
      Thread.sleep(DRAIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private QueueScript egress() {
    return new QueueScript(nic.device(), "src", nic.rate(), nic.buffer(), hostAddress);
  }

  private QueueScript ingress(Reservation reservation) {
    BitRate whole = reservation.migration().plus(reservation.workload());
    return new QueueScript(IFB, "dst", whole, nic.buffer(), hostAddress);
  }
}
