package dev.drover.benchmarks.packet;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.CongestionControl;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Eight bulk transfers through one switch, with drops; counted in packets over links,
 * acknowledgements like data.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TcpTransfers {
  private static final int SENDERS = 8;

  @Param({"newreno", "cubic"})
  String variant = "newreno";

  @Param({"false", "true"})
  boolean rackTlp;

  /** Packets over links in a second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {
    public long hops;
  }

  @Benchmark
  public long transfers(Counter counter) {
    Simulator simulator = new Simulator();
    PacketNetwork network = new PacketNetwork(simulator, star(), tcp(), 38);
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Stream stream =
          network.open(
              new Route(List.of("h" + i, "s", "sink")),
              TrafficKind.WORKLOAD,
              "h" + i,
              new StreamListener() {});
      stream.write(1L << 40);
      streams.add(stream);
    }
    simulator.run(SimTime.SECOND);
    counter.hops += network.packetHops();
    return streams.getFirst().delivered();
  }

  private TcpConfig tcp() {
    return new TcpConfig(
        CongestionControl.Variant.parse(variant),
        1448,
        10,
        4 << 20,
        true,
        TcpConfig.Recovery.PROPORTIONAL,
        TcpConfig.Halved.FLIGHT,
        true,
        true,
        2,
        0,
        Duration.ofMillis(40),
        Duration.ofSeconds(1),
        Duration.ofMillis(200),
        true,
        rackTlp,
        false,
        TcpConfig.IdleRestart.OFF);
  }

  private static Topology star() {
    List<Node> nodes = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    nodes.add(new Node("s", Node.Kind.SWITCH));
    nodes.add(new Node("sink", Node.Kind.HOST));
    links.add(link("s", "sink"));
    for (int i = 0; i < SENDERS; i++) {
      nodes.add(new Node("h" + i, Node.Kind.HOST));
      links.add(link("h" + i, "s"));
    }
    return new Topology(nodes, links);
  }

  private static Link link(String left, String right) {
    return new Link(
        left, right, BitRate.parse("1Gbit/s"), Duration.ofNanos(20_000), new Buffer.Packets(100));
  }
}
