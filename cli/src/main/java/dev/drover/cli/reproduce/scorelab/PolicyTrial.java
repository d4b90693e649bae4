package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import java.io.IOException;

/** A rebalance by one token policy, in a lab of its own. */
record PolicyTrial(String policy) implements MeasuredTrial {
  @Override
  public String label() {
    return policy;
  }

  @Override
  public Outcome measure(Workbench bench, int repetition) throws IOException, InterruptedException {
    return bench.inLab(ShippedLab.yaml(), lab -> new PolicyRun(bench, lab, policy).measure());
  }
}
