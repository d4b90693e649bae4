package dev.drover.cli.ns3;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The cases that Drover is held against ns-3 with. */
final class PeerCases {
  /** For cases that end with their last transfer. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private static final Cable EDGE = Cable.of(10_000, 5, 1000);
  private static final int SHALLOW = 50;
  private static final int DEEP = 200;

  private static final PeerTcp PERMUTED = PeerTcp.NEW_RENO.within(90);

  private PeerCases() {}

  static List<PeerFamily> all() {
    return List.of(
        fixed("p2p", "one flow at 10 Gbit/s for 0.2 s, held by its window", p2p()),
        fixed(
            "dumbbell-2-quiet",
            "two flows, 1 Gbit/s bottleneck, no drops",
            dumbbell(2, 20_000_000, DEEP, PeerTcp.NEW_RENO.within(45), new long[2])),
        one("dumbbell-1", "one flow into a shallow queue", PeerTcp.NEW_RENO),
        one("dumbbell-1-prr", "… with PRR", PeerTcp.NEW_RENO.withProportionalRecovery()),
        one("dumbbell-1-nosack", "… without SACK", PeerTcp.NEW_RENO.withoutSack()),
        fixed("wan-newreno", "one flow, 50 Mbit/s, RTT 100 ms, 30 s", wan(PeerTcp.NEW_RENO)),
        fixed("wan-cubic", "… CUBIC", wan(PeerTcp.CUBIC)),
        new PeerFamily(
            "wan-cubic-drawn", "… its links drawn by lot", true, _ -> wan(PeerTcp.CUBIC)),
        shared("dumbbell-2", "two flows share a shallow queue", 2, 20_000_000),
        shared("dumbbell-8", "eight flows share a shallow queue", 8, 5_000_000),
        incast("incast-16", 16, 256_000),
        incast("incast-32", 32, 128_000),
        fatTree("fattree-4", 4, 4_000_000, PERMUTED),
        fatTree("fattree-8", 8, 500_000, PERMUTED),
        fatTree("fattree-8-prompt", 8, 500_000, PERMUTED.delaying(Duration.ofMillis(1))));
  }

  private static PeerFamily fixed(String name, String what, PeerCase one) {
    return new PeerFamily(name, what, false, _ -> one);
  }

  private static PeerFamily one(String name, String what, PeerTcp tcp) {
    return fixed(name, what, dumbbell(1, 20_000_000, SHALLOW, tcp, new long[1]));
  }

  private static PeerFamily shared(String name, String what, int flows, long bytes) {
    return new PeerFamily(
        name,
        what,
        true,
        seeds -> dumbbell(flows, bytes, SHALLOW, PeerTcp.NEW_RENO, starts(seeds, flows, 1_000)));
  }

  private static PeerFamily incast(String name, int senders, long bytes) {
    return new PeerFamily(
        name,
        senders + " senders to one receiver at once, 64 packets of buffer",
        true,
        seeds -> incast(senders, bytes, starts(seeds, senders, 100)));
  }

  private static PeerFamily fatTree(String name, int pods, long bytes, PeerTcp tcp) {
    int hosts = pods * pods * pods / 4;
    return new PeerFamily(
        name,
        "each of "
            + hosts
            + " hosts to another one, paths drawn by lot, acknowledgements held "
            + tcp.delayed().toMillis()
            + " ms at most",
        true,
        seeds -> permutation(new FatTree(pods, Cable.of(10_000, 5, 100)), bytes, tcp, seeds));
  }

  private static PeerCase p2p() {
    return new PeerCase(
        topology(List.of(Cable.of(10_000, 5, 100).between("h0", "h1"))),
        PeerTcp.NEW_RENO.within(90),
        List.of(new Transfer(new Route(List.of("h0", "h1")), Bytes.ZERO, 0)),
        Duration.ofMillis(200));
  }

  private static PeerCase wan(PeerTcp tcp) {
    return new PeerCase(
        topology(
            List.of(
                Cable.of(1_000, 5, 1000).between("h0", "s0"),
                Cable.of(50, 50_000, 100).between("s0", "h1"))),
        tcp,
        List.of(new Transfer(new Route(List.of("h0", "s0", "h1")), Bytes.ZERO, 0)),
        Duration.ofSeconds(30));
  }

  private static PeerCase dumbbell(int flows, long bytes, int buffer, PeerTcp tcp, long[] starts) {
    List<Link> links = new ArrayList<>(List.of(Cable.of(1_000, 20, buffer).between("s0", "s1")));
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < flows; i++) {
      links.add(EDGE.between("a" + i, "s0"));
      links.add(EDGE.between("s1", "b" + i));
      Route route = new Route(List.of("a" + i, "s0", "s1", "b" + i));
      transfers.add(new Transfer(route, Bytes.of(bytes), starts[i]));
    }
    return new PeerCase(topology(links), tcp, transfers, LONG);
  }

  private static PeerCase incast(int senders, long bytes, long[] starts) {
    List<Link> links = new ArrayList<>(List.of(Cable.of(1_000, 10, 64).between("s0", "r")));
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      links.add(Cable.of(1_000, 10, 1000).between("a" + i, "s0"));
      Route route = new Route(List.of("a" + i, "s0", "r"));
      transfers.add(new Transfer(route, Bytes.of(bytes), starts[i]));
    }
    return new PeerCase(topology(links), PeerTcp.NEW_RENO, transfers, LONG);
  }

  private static PeerCase permutation(FatTree tree, long bytes, PeerTcp tcp, Seeds seeds) {
    int hosts = tree.hostCount();
    RandomGenerator random = seeds.generator("paths");
    int[] destinations = derangement(hosts, random);
    long[] starts = starts(seeds, hosts, 100);
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      Route route = tree.route(i, destinations[i], random);
      transfers.add(new Transfer(route, Bytes.of(bytes), starts[i]));
    }
    return new PeerCase(tree.topology(), tcp, transfers, LONG);
  }

  /** {@return a permutation without a fixed point, each cyclic one as likely (Sattolo)} */
  private static int[] derangement(int size, RandomGenerator random) {
    int[] all = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i);
      int kept = all[i];
      all[i] = all[other];
      all[other] = kept;
    }
    return all;
  }

  /** {@return a time for each of {@code count} flows within {@code microseconds}} */
  private static long[] starts(Seeds seeds, int count, long microseconds) {
    RandomGenerator random = seeds.generator("starts");
    return random.longs(count, 0, microseconds * SimTime.MICROSECOND).toArray();
  }

  /** {@return these links and their ends; what has a name in s is a switch} */
  private static Topology topology(List<Link> links) {
    TreeSet<String> names = new TreeSet<>();
    for (Link link : links) {
      names.add(link.left());
      names.add(link.right());
    }
    List<Node> nodes = names.stream().map(PeerCases::node).toList();
    return new Topology(nodes, links);
  }

  private static Node node(String name) {
    return new Node(name, name.startsWith("s") ? Node.Kind.SWITCH : Node.Kind.HOST);
  }
}
