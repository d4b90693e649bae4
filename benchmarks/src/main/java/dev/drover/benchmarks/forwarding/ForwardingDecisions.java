package dev.drover.benchmarks.forwarding;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.forward.Forwarder;
import dev.drover.xia.forward.Route;
import dev.drover.xia.forward.Tables;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread finds the next step of one packet after the other (notes 5.3): the last edge of its
 * source has a route, those before it have none in the same table.
 *
 * <p>Headers are in the processor's cache, as those of packets that have just arrived; the table's
 * entries are where their popularity has them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForwardingDecisions {
  private static final int PACKETS = 64;
  private static final int DRAWN = 1 << 20;
  private static final long SEED = 1;

  /** So that a fifth of all destinations has four fifths of all packets. */
  private static final double SHAPE = 1.16;

  /** Which destinations packets go to. */
  public enum Popularity {
    UNIFORM,
    PARETO
  }

  @Param({"10000", "100000", "1000000"})
  public int routes;

  @Param({"0", "1", "2", "3"})
  public int fallbacks;

  @Param public Popularity popularity = Popularity.UNIFORM;

  private final Tables tables = new Tables();
  private final Forwarder forwarder = new Forwarder(tables);
  private final Packet[] packets = new Packet[PACKETS];

  /** The ids of the destinations drawn, one after the other. */
  private final long[] a = new long[DRAWN];

  private final long[] b = new long[DRAWN];
  private final int[] c = new int[DRAWN];
  private int next;

  /** Fills the table and makes the packets. */
  @Setup(Level.Trial)
  public void fill() {
    Random random = new Random(SEED);
    List<Xid> known = new ArrayList<>(routes);
    for (int i = 0; i < routes; i++) {
      Xid xid = xid(random, XidType.AD);
      known.add(xid);
      tables.of(XidType.AD).put(xid, Route.via(i % 4, xid(random, XidType.HID), 0));
    }
    for (int i = 0; i < DRAWN; i++) {
      Xid xid = known.get(draw(random));
      a[i] = xid.a();
      b[i] = xid.b();
      c[i] = xid.c();
    }
    for (int i = 0; i < PACKETS; i++) {
      packets[i] = packet(random);
    }
  }

  private int draw(Random random) {
    if (popularity == Popularity.UNIFORM) {
      return random.nextInt(routes);
    }
    double rank = Math.pow(1 - random.nextDouble(), -1 / SHAPE);
    return (int) ((long) (rank - 1) % routes);
  }

  private static Xid xid(Random random, int type) {
    return new Xid(type, random.nextLong(), random.nextLong(), random.nextInt());
  }

  private Packet packet(Random random) {
    List<Xid> nodes = new ArrayList<>();
    List<Integer> source = new ArrayList<>();
    List<List<Integer>> edges = new ArrayList<>();
    for (int i = 0; i <= fallbacks; i++) {
      nodes.add(xid(random, XidType.AD));
      source.add(i);
      edges.add(List.of(fallbacks + 1));
    }
    nodes.add(xid(random, XidType.SID));
    Dag from =
        Dag.chain(xid(random, XidType.AD), xid(random, XidType.HID), xid(random, XidType.SID));
    return Packet.of(Dag.of(nodes, source, edges), from, NextHeader.NONE, ByteBuffer.allocate(64));
  }

  /** One packet's next step. */
  @Benchmark
  public Route decide() {
    int drawn = next++ & DRAWN - 1;
    Packet packet = packets[drawn & PACKETS - 1];
    ByteBuffer header = packet.buffer();
    for (int node = 0; node <= fallbacks; node++) {
      int id = packet.nodeAt(node) + Integer.BYTES;
      int one = drawn + node & DRAWN - 1;
      // What nothing is known of, where something else is.
      long missing = node == fallbacks ? 0 : -1;
      header.putLong(id, a[one] ^ missing).putLong(id + 8, b[one]).putInt(id + 16, c[one]);
    }
    packet.last(Packet.AT_SOURCE);
    return forwarder.next(packet);
  }
}
