package dev.drover.cli.ns3;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs cases in both simulators by turns, so that whatever else the machine does is in the way of
 * both.
 */
final class Ns3Bench {
  /** Drover's runs are short: as many as fill this are one measurement. */
  private static final double LEAST_SECONDS = 0.25;

  /** In which the JVM finds out what to compile. */
  private static final double WARM_UP_SECONDS = 3;

  private final Contender drover;
  private final Contender ns3;
  private final int seeds;
  private final int repetitions;

  /**
   * A bench.
   *
   * @param seeds of each drawn case
   * @param repetitions of each fixed case, for the speed
   */
  Ns3Bench(Contender drover, Contender ns3, int seeds, int repetitions) {
    this.drover = drover;
    this.ns3 = ns3;
    this.seeds = seeds;
    this.repetitions = repetitions;
  }

  CaseResult measure(PeerFamily family) {
    warmUp(family.draw(1));
    List<PeerRun> ours = new ArrayList<>();
    List<PeerRun> theirs = new ArrayList<>();
    int runs = family.drawn() ? seeds : repetitions;
    for (int i = 1; i <= runs; i++) {
      PeerCase one = family.draw(i);
      theirs.add(ns3.run(one));
      ours.add(steady(one));
    }
    return CaseResult.of(family.name(), family.what(), family.drawn(), ours, theirs);
  }

  private void warmUp(PeerCase one) {
    double spent = 0;
    while (spent < WARM_UP_SECONDS) {
      spent += drover.run(one).wallSeconds();
    }
  }

  /** {@return a run whose wall time is the mean over several} */
  private PeerRun steady(PeerCase one) {
    PeerRun run = drover.run(one);
    double spent = run.wallSeconds();
    int times = 1;
    while (spent < LEAST_SECONDS) {
      spent += drover.run(one).wallSeconds();
      times++;
    }
    return new PeerRun(
        run.endSeconds(), run.hops(), run.drops(), run.timeouts(), spent / times, run.flows());
  }
}
