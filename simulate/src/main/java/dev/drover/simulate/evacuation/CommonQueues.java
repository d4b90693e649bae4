package dev.drover.simulate.evacuation;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.stream.Reservable;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * What migrations get of a NIC that nobody has divided, where they stand in one drop-tail queue
 * with tenants' traffic. A network of max–min fair rates does not show it, for three reasons.
 *
 * <ul>
 *   <li><b>The source's own queue.</b> Linux holds a host's own TCP flow to a few segments in the
 *       qdisc (TCP small queues), and knows nothing of those of its VMs. Of a full queue, which is
 *       shared in proportion to the bytes in it, a lone migration has {@link #OWN_QUEUE} ÷ buffer,
 *       however much it wants; beyond that it gets what tenants leave.
 *   <li><b>Several migrations</b> keep that queue full all the time, and the drops hit tenants'
 *       paced flows too, which fall below their rate each time and come back slowly: each migration
 *       beside the first costs tenants {@link #PRESSED} of what they want.
 *   <li><b>The switch's queue towards the destination</b> is a contest of equals. Tenants whose
 *       flows together want less than half the link are hit by drops now and then, and keep {@link
 *       #NICKED} of what they want; from {@link #BEATEN_FROM} on they are beaten back for good and
 *       keep {@link #BEATEN}. Each further migration does the same to what is left.
 * </ul>
 *
 * The figures were read off the NIC counters of plain QEMU's runs, and of single VMs on links of
 * 100 Mbit/s.
 *
 * <p>Here the shares are told to the network as reservations that migration has at least, and
 * beyond which it yields.
 */
final class CommonQueues {
  /** In bytes: one connection was seen to keep 50 to 85 KB in a qdisc of its own. */
  private static final double OWN_QUEUE = 48_000;

  /** Four migrations left tenants 0.67 to 0.88 of what they wanted, in most runs 0.73. */
  private static final double PRESSED = 0.087;

  /** Tenants are never left less of what they want by a source's queue. */
  private static final double LEAST_LEFT = 0.5;

  private static final double NICKED = 0.88;
  private static final double NICKED_TO = 0.5;
  private static final double BEATEN = 0.62;
  private static final double BEATEN_FROM = 0.62;

  /** Bytes of a full frame for each byte of goodput. */
  private static final double ON_THE_WIRE = 1514.0 / 1448;

  /** A buffer that is counted in packets holds so many bytes for each. */
  private static final long FRAME = 1514;

  /** Migration never has all: acknowledgements and probes get through. */
  private static final double MOST = 0.95;

  private static final double LEAST = 0.05;

  private final Scene scene;
  private final Reservable network;
  private final BiFunction<String, TrafficClass, BitRate> wantedAt;
  private final SortedMap<Nic, Reservation> told = new TreeMap<>();

  /**
   * Queues of the hosts of {@code scene}.
   *
   * @param wantedAt what the tenants of a host want to send or receive, goodput
   */
  CommonQueues(
      Scene scene, Reservable network, BiFunction<String, TrafficClass, BitRate> wantedAt) {
    this.scene = scene;
    this.network = network;
    this.wantedAt = wantedAt;
  }

  private record Nic(String host, TrafficClass direction) implements Comparable<Nic> {
    @Override
    public int compareTo(Nic other) {
      int byHost = host.compareTo(other.host);
      return byHost != 0 ? byHost : direction.compareTo(other.direction);
    }
  }

  /**
   * Has the network follow.
   *
   * @param divided NIC directions that a policy has reserved
   */
  void follow(List<QemuMigration> flowing, List<Reservation> divided) {
    Set<Nic> taken = new TreeSet<>();
    divided.forEach(each -> taken.add(new Nic(each.host(), each.direction())));
    SortedMap<Nic, Integer> wanted = new TreeMap<>();
    for (QemuMigration each : flowing) {
      wanted.merge(new Nic(each.planned().source(), TrafficClass.OUTGOING), 1, Integer::sum);
      wanted.merge(new Nic(each.planned().destination(), TrafficClass.INCOMING), 1, Integer::sum);
    }
    wanted.keySet().removeAll(taken);
    for (Nic nic : List.copyOf(told.keySet())) {
      if (!wanted.containsKey(nic)) {
        told.remove(nic);
        if (!taken.contains(nic)) {
          network.release(nic.host(), nic.direction());
        }
      }
    }
    wanted.forEach((nic, migrations) -> {
      Reservation shared = shared(nic, migrations);
      if (!shared.equals(told.put(nic, shared))) {
        network.reserve(shared);
      }
    });
  }

  private Reservation shared(Nic nic, int migrations) {
    Topology.Link link = scene.nic(nic.host());
    double share =
        nic.direction() == TrafficClass.OUTGOING
            ? shareAtSource(link, nic.host(), migrations)
            : shareAtDestination(link, nic.host(), migrations);
    BitRate least = link.rate().times(Math.clamp(share, LEAST, MOST));
    return new Reservation(
        nic.host(),
        nic.direction(),
        least,
        link.rate(),
        true,
        link.rate().minusOrZero(least),
        List.of());
  }

  private double shareAtSource(Topology.Link link, String host, int migrations) {
    double lone = OWN_QUEUE / bytes(link.buffer());
    if (migrations == 1) {
      return lone;
    }
    double left = Math.max(LEAST_LEFT, 1 - PRESSED * (migrations - 1));
    return Math.max(lone, 1 - left * wanted(host, TrafficClass.OUTGOING, link));
  }

  private double shareAtDestination(Topology.Link link, String host, int migrations) {
    double wanted = wanted(host, TrafficClass.INCOMING, link);
    double towards = Math.clamp((wanted - NICKED_TO) / (BEATEN_FROM - NICKED_TO), 0.0, 1.0);
    double left = NICKED + towards * (BEATEN - NICKED);
    return 1 - Math.pow(left, migrations) * wanted;
  }

  /** As a part of the link. */
  private double wanted(String host, TrafficClass direction, Topology.Link link) {
    return wantedAt.apply(host, direction).times(ON_THE_WIRE).fractionOf(link.rate());
  }

  private static long bytes(Topology.Buffer buffer) {
    return switch (buffer) {
      case Topology.Buffer.Packets(int count) -> count * FRAME;
      case Topology.Buffer.Size(var size) -> size.count();
    };
  }
}
