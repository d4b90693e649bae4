package dev.drover.decide.reservation;

import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.link.TenantLimits;
import dev.drover.decide.link.WorkloadDemand;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Step 4, the "Bandwidth Reservation Algorithm" (traffic-aware paper, Proposed Algorithm): capture
 * the current bandwidth, compute available, workload and transfer bandwidth, reserve by priority.
 *
 * <p>Migration bytes always flow from the source's egress to the destination's ingress, in
 * post-copy too, so these two NIC directions are divided and no other. Where several migrations
 * cross one direction the most urgent decides how it is divided.
 *
 * <p>At the source migration is held to what the destination has room for.
 *
 * <p>Workload bandwidth is what the VMs there ask for, or what was measured at the NIC if that is
 * more: its load less the transfer bandwidth as QEMU tells it, or the agent's own count of what is
 * no migration's, whichever is less. QEMU's figure is the newer one while a migration runs; the
 * NIC's load is smoothed and holds migration traffic for a while after there is none any more.
 */
public final class BandwidthReservation {
  private final ReservationSettings settings;
  private final LinkSettings links;
  private final TrafficCategorizer categorizer;
  private final LinkDivider divider;
  private final TenantGuarantees guarantees;

  public BandwidthReservation(
      ReservationSettings settings, LinkSettings links, TrafficCategorizer categorizer) {
    this.settings = settings;
    this.links = links;
    this.categorizer = categorizer;
    this.divider = new LinkDivider(settings);
    this.guarantees = new TenantGuarantees(settings);
  }

  /**
   * {@return the most that can be promised to tenants on a NIC direction without breaking it: all
   * but the floor of migration}
   */
  public BitRate promisable(BitRate nicRate, TrafficClass direction) {
    BitRate capacity = links.usable(nicRate, direction);
    return capacity.minusOrZero(settings.floor(capacity));
  }

  /**
   * {@return one reservation for each NIC direction that a transfer crosses, by host, egress first;
   * none for a host that is not in {@code now}, whose agent cannot be told anyway}
   */
  public List<Reservation> reserve(Cluster now, List<Transfer> transfers) {
    SortedMap<NicDirection, List<Transfer>> crossings = new TreeMap<>();
    for (Transfer transfer : transfers) {
      crossings
          .computeIfAbsent(NicDirection.egress(transfer.source()), _ -> new ArrayList<>())
          .add(transfer);
      crossings
          .computeIfAbsent(NicDirection.ingress(transfer.destination()), _ -> new ArrayList<>())
          .add(transfer);
    }
    SortedMap<NicDirection, Share> shares = new TreeMap<>();
    crossings.forEach((nic, crossing) ->
        now.host(nic.host())
            .map(host -> share(now, host, nic.direction(), crossing, transfers))
            .ifPresent(share -> shares.put(nic, share)));
    List<Reservation> reservations = new ArrayList<>();
    shares.forEach((nic, share) ->
        reservations.add(
            nic.direction() == TrafficClass.OUTGOING
                ? held(share, room(nic.host(), transfers, shares))
                : share.reservation()));
    return List.copyOf(reservations);
  }

  /** What all destinations of a host's migrations have room for. */
  private static BitRate room(
      String source, List<Transfer> transfers, SortedMap<NicDirection, Share> shares) {
    return transfers.stream()
        .filter(transfer -> transfer.source().equals(source))
        .map(transfer -> NicDirection.ingress(transfer.destination()))
        .distinct()
        .map(nic -> Optional.ofNullable(shares.get(nic)).map(Share::room).orElse(BitRate.ZERO))
        .reduce(BitRate.ZERO, BitRate::plus);
  }

  /**
   * Holds migration at the source to what the destination has room for. Shaped at the destination
   * only, it would already have filled the switch's queue towards it and pushed tenants' packets
   * out there.
   */
  private static Reservation held(Share share, BitRate room) {
    Reservation all = share.reservation();
    if (room.bitsPerSecond() == 0 || room.compareTo(all.migrationCeiling()) >= 0) {
      return all;
    }
    return new Reservation(
        all.host(),
        all.direction(),
        all.migration().min(room),
        room,
        all.migrationYields(),
        all.workload(),
        all.tenants());
  }

  private Share share(
      Cluster now,
      HostObservation host,
      TrafficClass direction,
      List<Transfer> crossing,
      List<Transfer> all) {
    TenantLimits limits = new TenantLimits(links);
    List<TenantDemand> tenants = new ArrayList<>();
    WorkloadDemand demand = WorkloadDemand.NONE;
    for (VmObservation vm : now.vms()) {
      if (isTenant(vm, host.name(), all)) {
        WorkloadDemand one = limits.demand(vm, classOf(now, vm), direction);
        BitRate least =
            changesOver(vm, all)
                ? settings.aheadOfChange(one.lower(), one.upper())
                : settings.withMargin(one.lower(), one.upper());
        demand = demand.plus(one.withLower(least));
        if (TenantLimits.hasSla(vm)) {
          tenants.add(new TenantDemand(vm.name(), one, least));
        }
      }
    }
    BitRate workload =
        TenantLimits.inDirection(host.nicLoad(), direction)
            .minusOrZero(transferBandwidth(crossing))
            .min(TenantLimits.inDirection(host.workloadLoad(), direction))
            .max(demand.use());
    BitRate capacity = capacity(host.nicRate(), direction, workload);
    LinkLoad link = new LinkLoad(direction, capacity, demand.measuredAt(workload.min(capacity)));
    Priority urgency =
        crossing.stream().map(Transfer::urgency).min(Comparator.naturalOrder()).orElseThrow();
    Division division = divider.divide(link, urgency);
    BitRate unused = capacity.minusOrZero(link.workload().use().times(1 + settings.roomHeadroom()));
    Reservation divided =
        new Reservation(
            host.name(),
            direction,
            division.migration(),
            capacity,
            division.yields(),
            division.workload(),
            guarantees.within(division.workload(), capacity, urgency, tenants));
    return new Share(divided, division.migration().max(unused));
  }

  /** Nothing is kept back for a queue that no tenant waits in. */
  private BitRate capacity(BitRate nicRate, TrafficClass direction, BitRate workload) {
    return links.usable(nicRate, direction).max(nicRate.minusOrZero(workload));
  }

  private static boolean changesOver(VmObservation vm, List<Transfer> transfers) {
    return transfers.stream()
        .anyMatch(transfer ->
            transfer.vm().equals(vm.name())
                && transfer.tenantAtSource()
                && transfer.tenantAtDestination());
  }

  private BitRate transferBandwidth(List<Transfer> crossing) {
    return crossing.stream()
        .map(Transfer::rate)
        .reduce(BitRate.ZERO, BitRate::plus)
        .times(links.wireOverhead());
  }

  private TrafficClass classOf(Cluster now, VmObservation vm) {
    BitRate nicRate = now.host(vm.host()).orElseThrow().nicRate();
    return categorizer.categorize(vm.traffic(), nicRate, vm.previousClass());
  }

  private static boolean isTenant(VmObservation vm, String host, List<Transfer> transfers) {
    Optional<Transfer> own =
        transfers.stream().filter(transfer -> transfer.vm().equals(vm.name())).findFirst();
    return own.map(transfer ->
            (transfer.tenantAtSource() && transfer.source().equals(host))
                || (transfer.tenantAtDestination() && transfer.destination().equals(host)))
        .orElseGet(() -> vm.host().equals(host));
  }

  /**
   * A NIC direction divided.
   *
   * @param room what migration gets there, or what the workload leaves if that is more
   */
  private record Share(Reservation reservation, BitRate room) {}

  /** One side of a NIC; ordered by host, then as {@link TrafficClass} is. */
  private record NicDirection(String host, TrafficClass direction)
      implements Comparable<NicDirection> {
    static NicDirection egress(String host) {
      return new NicDirection(host, TrafficClass.OUTGOING);
    }

    static NicDirection ingress(String host) {
      return new NicDirection(host, TrafficClass.INCOMING);
    }

    @Override
    public int compareTo(NicDirection other) {
      int byHost = host.compareTo(other.host);
      return byHost != 0 ? byHost : other.direction.compareTo(direction);
    }
  }
}
