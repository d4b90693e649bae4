package dev.drover.benchmarks.controller;

import dev.drover.sdn.control.Controller;
import dev.drover.sdn.control.ControllerSettings;
import dev.drover.sdn.control.SwitchChannel;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Arp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Packet-ins of pairs of hosts at the same switch, 8 switches with 64 hosts each, no links: what
 * the controller does itself, decoding the frame and making flow mods and packet-outs included. An
 * operation is a packet-in.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketIns {
  private static final int SWITCHES = 8;
  private static final int HOSTS = 64;

  /** Both directions of each pair that is set up in a batch. */
  private static final int BATCH = SWITCHES * HOSTS * (HOSTS - 1);

  private static final long SECOND = 1_000_000_000L;

  private final List<Sink> channels = new ArrayList<>();
  private final PacketIn[] packets = new PacketIn[BATCH];
  private final Sink[] from = new Sink[BATCH];
  private Controller controller = new Controller(ControllerSettings.standard(), 1);
  private long sent;
  private int next;

  /** A switch that only counts what it is told. */
  private final class Sink implements SwitchChannel {
    private final long id;
    private int xid;

    Sink(long id) {
      this.id = id;
    }

    @Override
    public long datapathId() {
      return id;
    }

    @Override
    public int nextXid() {
      return xid++;
    }

    @Override
    public void send(Message message) {
      sent++;
    }

    @Override
    public void cutOff(String why) {
      throw new IllegalStateException(why);
    }
  }

  /** Makes the packets and a controller that knows all hosts. */
  @Setup(Level.Trial)
  public void drawPackets() {
    int packet = 0;
    for (int at = 1; at <= SWITCHES; at++) {
      Sink channel = new Sink(at);
      channels.add(channel);
      for (int one = 1; one <= HOSTS; one++) {
        for (int other = 1; other <= HOSTS; other++) {
          if (one != other) {
            from[packet] = channel;
            packets[packet++] = packetIn(one, ipv4(at, one, other));
          }
        }
      }
    }
    restart();
  }

  private void restart() {
    controller = new Controller(ControllerSettings.standard(), 1);
    for (Sink channel : channels) {
      List<Port> ports = new ArrayList<>();
      for (int port = 1; port <= HOSTS; port++) {
        ports.add(new Port(port, port, "p" + port, 0, 0, 0, 0, 0, 0, 1_000_000, 1_000_000));
      }
      controller.joined(channel, new FeaturesReply(1, channel.id, 0, 254, 0, 0), ports, 0);
    }
    for (long now = 0; now < 3 * SECOND; now += SECOND / 20) {
      controller.tick(now);
    }
    for (Sink channel : channels) {
      for (int host = 1; host <= HOSTS; host++) {
        long mac = mac((int) channel.id, host);
        int address = address((int) channel.id, host);
        controller.received(
            channel, packetIn(host, Arp.request(mac, address, address).encode()), 3 * SECOND);
      }
    }
    next = 0;
  }

  private static PacketIn packetIn(int port, Octets frame) {
    return new PacketIn(0, OpenFlow.NO_BUFFER, frame.length(), 0, 0, 0, port, frame);
  }

  private static long mac(int at, int host) {
    return 0x0200_0000_0000L | address(at, host);
  }

  private static int address(int at, int host) {
    return 0x0a00_0000 | at << 8 | host;
  }

  private static Octets ipv4(int at, int one, int other) {
    ByteBuffer out = ByteBuffer.allocate(Frame.MIN_LENGTH);
    out.putShort((short) (mac(at, other) >>> 32)).putInt((int) mac(at, other));
    out.putShort((short) (mac(at, one) >>> 32)).putInt((int) mac(at, one));
    out.putShort((short) Frame.IPV4).put((byte) 0x45).put((byte) 0).putShort((short) 46);
    out.putInt(0).put((byte) 64).put((byte) Frame.Ipv4.UDP).putShort((short) 0);
    out.putInt(address(at, one)).putInt(address(at, other));
    return Octets.of(out.array());
  }

  /** Each pair twice, once from each side: half of them are new, in a controller that has none. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long newPairs() {
    restart();
    for (int i = 0; i < BATCH; i++) {
      controller.received(from[i], packets[i], 3 * SECOND);
    }
    return sent;
  }

  /** Pairs that are known; once the first round is over, whose rules a switch has lost. */
  @Benchmark
  public long knownPairs() {
    int at = next;
    next = at + 1 == BATCH ? 0 : at + 1;
    controller.received(from[at], packets[at], 3 * SECOND);
    return sent;
  }
}
