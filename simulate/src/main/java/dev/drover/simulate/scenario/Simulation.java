package dev.drover.simulate.scenario;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import java.time.Duration;

/** Runs a simulated world from its description to its end. */
public final class Simulation {
  /** A run whose migrations do not end is given up after so long. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final long LOOK_EVERY = 10 * SimTime.MILLISECOND;

  private Simulation() {}

  /** {@return what comes of {@code spec}; the same at each call, bit for bit} */
  public static RunResult run(RunSpec spec) {
    return run(spec, RunWatcher.NONE);
  }

  /** {@return the same, while {@code watcher} looks on} */
  public static RunResult run(RunSpec spec, RunWatcher watcher) {
    World world = new World(spec, watcher);
    Background background = new Background(spec, world);
    Moves moves = new Moves(spec, world, background);
    Simulator simulator = world.simulator();
    long end = SimTime.of(spec.duration().orElse(LONGEST));
    while (simulator.now() < end
        && !(spec.duration().isEmpty() && moves.over())
        && simulator.pending() > 0) {
      simulator.run(Math.min(end, simulator.now() + LOOK_EVERY));
      watcher.progress(SimTime.toDuration(simulator.now()), moves.ended(), moves.moved());
    }
    return new RunResult(
        spec.name(),
        spec.seed(),
        spec.network(),
        SimTime.toDuration(simulator.now()),
        moves.results(),
        background.results(),
        new RunResult.Counters(
            simulator.events(),
            world
                .packets()
                .map(packets ->
                    new RunResult.Packets(
                        packets.packetHops(),
                        packets.packetsDropped(),
                        packets.segmentsResent(),
                        packets.timeouts()))));
  }
}
