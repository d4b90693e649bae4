package dev.drover.cli.ns3;

import dev.drover.cli.ns3.PeerRun.FlowRun;
import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.CongestionControl;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.packet.TcpConfig.Halved;
import dev.drover.simulate.packet.TcpConfig.IdleRestart;
import dev.drover.simulate.packet.TcpConfig.Recovery;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Drover's packet network, in this process. */
final class DroverNetwork implements Contender {
  /** More than any case sends; a stream's send buffer has no bound. */
  private static final long ENDLESS = 1L << 50;

  /** The byte that {@code drover-peer} sends ahead uses up the one that ns-3 has. */
  private static final int QUICK_SEGMENTS = 0;

  private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(1);

  /** Connections are set up before the case's time 0, as in ns-3. */
  private static final long SET_UP = SimTime.SECOND;

  @Override
  public PeerRun run(PeerCase one) {
    Simulator simulator = new Simulator();
    PacketNetwork network =
        new PacketNetwork(simulator, one.topology(), tcp(one.tcp()), PeerTcp.FRAMING_BYTES);
    int bounded = (int) one.transfers().stream().filter(Transfer::bounded).count();
    Finish finish = new Finish(simulator, bounded);
    List<Flow> flows = new ArrayList<>();
    for (Transfer transfer : one.transfers()) {
      flows.add(new Flow(simulator, network, transfer, flows.size(), finish));
    }
    simulator.run(SET_UP);
    long setUpHops = network.packetHops();
    long begun = System.nanoTime();
    simulator.run(SET_UP + SimTime.of(one.limit()));
    double wall = (System.nanoTime() - begun) / 1e9;
    return new PeerRun(
        SimTime.toSeconds(simulator.now() - SET_UP),
        network.packetHops() - setUpHops,
        network.packetsDropped(),
        network.timeouts(),
        wall,
        flows.stream().map(flow -> flow.result(simulator.now())).toList());
  }

  private static TcpConfig tcp(PeerTcp tcp) {
    CongestionControl.Variant variant =
        switch (tcp.congestion()) {
          case NEW_RENO -> CongestionControl.Variant.NEW_RENO;
          case CUBIC -> CongestionControl.Variant.CUBIC;
        };
    return new TcpConfig(
        variant,
        PeerTcp.SEGMENT_BYTES,
        PeerTcp.INITIAL_WINDOW,
        tcp.windowBytes(),
        tcp.sack(),
        tcp.proportional() ? Recovery.PROPORTIONAL : Recovery.CONSERVATIVE,
        Halved.PIPE,
        false,
        true,
        PeerTcp.DELAYED_SEGMENTS,
        QUICK_SEGMENTS,
        tcp.delayed(),
        FIRST_TIMEOUT,
        PeerTcp.LEAST_TIMEOUT,
        tcp.congestion().byteCounting(),
        false,
        false,
        IdleRestart.OFF);
  }

  /** Ends the run with the last bounded transfer. */
  private static final class Finish {
    private final Simulator simulator;
    private int open;

    Finish(Simulator simulator, int open) {
      this.simulator = simulator;
      this.open = open;
    }

    void one() {
      if (--open == 0) {
        simulator.stop();
      }
    }
  }

  /** One transfer: written all at once at its start. */
  private static final class Flow implements Actor, StreamListener {
    private final Simulator simulator;
    private final Transfer transfer;
    private final Stream stream;
    private final Finish finish;
    private long completedAt = SimTime.NEVER;

    Flow(Simulator simulator, PacketNetwork network, Transfer transfer, int number, Finish finish) {
      this.simulator = simulator;
      this.transfer = transfer;
      this.finish = finish;
      this.stream = network.open(transfer.route(), TrafficKind.WORKLOAD, "flow" + number, this);
      simulator.schedule(SET_UP + transfer.startPicoseconds(), simulator.register(this));
    }

    @Override
    public void act() {
      stream.write(transfer.bounded() ? transfer.bytes().count() : ENDLESS);
    }

    @Override
    public void delivered(Stream arrived) {
      if (transfer.bounded()
          && completedAt == SimTime.NEVER
          && arrived.delivered() >= transfer.bytes().count()) {
        completedAt = simulator.now();
        finish.one();
      }
    }

    FlowRun result(long end) {
      long until = Math.min(end, completedAt);
      return new FlowRun(
          stream.delivered(),
          completedAt != SimTime.NEVER,
          SimTime.toSeconds(until - SET_UP - transfer.startPicoseconds()));
    }
  }
}
