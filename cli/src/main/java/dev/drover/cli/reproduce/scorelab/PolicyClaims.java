package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.lab.Spreads;
import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import java.util.ArrayList;
import java.util.List;

/**
 * What is expected of the policies in the lab, beside what was found. The bounds are those of the
 * experiment as it was planned; every repetition has to keep them.
 */
final class PolicyClaims {
  /** What the cost after may be, in parts of the optimum. */
  private static final double WITHIN = 1.1;

  /** Which part of the possible reduction has to be reached, in per cent. */
  private static final double REACHED = 90;

  /** How far the core's traffic may fall short of the expected fall, in percentage points. */
  private static final double ACCORDINGLY = 10;

  private PolicyClaims() {}

  static List<Claim> of(List<PolicyResults> all) {
    List<Claim> claims = new ArrayList<>();
    all.forEach(results -> claims.add(alone(results)));
    all.forEach(results -> claims.add(strict(results)));
    all.forEach(results -> claims.add(reached(results)));
    all.forEach(results -> claims.add(core(results)));
    all.forEach(results -> claims.add(connections(results)));
    return claims;
  }

  /** S-CORE as it is. */
  private static Claim alone(PolicyResults results) {
    return nearOptimum(results, "after S-CORE's single moves", Placed.ALONE, "");
  }

  private static Claim strict(PolicyResults results) {
    return nearOptimum(results, "after, groups included", Placed.END, left(results));
  }

  private static Claim nearOptimum(
      PolicyResults results, String when, Placed placed, String whyNot) {
    Estimate ratio = results.ratio(Matrix.BEFORE, placed);
    boolean kept = ratio.most() <= WITHIN;
    return new Claim(
        results.policy() + ": cost " + when + ", in parts of the optimum",
        "wanted: at most 1.1",
        Spreads.text(ratio, 2),
        verdict(kept, ratio.least() > WITHIN),
        kept ? "" : whyNot);
  }

  /** What keeps it from the optimum. */
  private static String left(PolicyResults results) {
    return "left when it ended: "
        + results.text(PolicyMeasures.BETTER_MOVES, 1, 0)
        + " VMs that could lower the cost alone, "
        + results.text(PolicyMeasures.BETTER_SWAPS, 1, 0)
        + " pairs that could by changing places, "
        + results.text(PolicyMeasures.BETTER_TOGETHER, 1, 0)
        + " hosts whose VMs could by going elsewhere all together";
  }

  private static Claim reached(PolicyResults results) {
    Estimate reached = results.reduction(Matrix.BEFORE);
    return new Claim(
        results.policy() + ": part of the possible reduction that was reached",
        "wanted: at least 90 %; the paper: 87 %",
        Spreads.text(reached, 1) + " %",
        verdict(reached.least() >= REACHED, reached.most() < REACHED),
        "");
  }

  private static Claim core(PolicyResults results) {
    Estimate fall = results.fall(PolicyMeasures.CORE_BEFORE, PolicyMeasures.CORE_AFTER);
    Estimate expected =
        results.fall(PolicyMeasures.CORE_EXPECTED_BEFORE, PolicyMeasures.CORE_EXPECTED_AFTER);
    return new Claim(
        results.policy() + ": bytes a second over the core's links",
        "wanted: less, as the allocation says: " + Spreads.text(expected, 1) + " %",
        Spreads.text(fall, 1) + " % less",
        fall.least() <= 0
            ? Verdict.DIFFERS
            : fall.median() >= expected.median() - ACCORDINGLY ? Verdict.AGREES : Verdict.DIRECTION,
        "");
  }

  private static Claim connections(PolicyResults results) {
    boolean kept =
        results.of(PolicyMeasures.BROKEN).most() == 0
            && results.of(PolicyMeasures.SAID_ENDED).most() == 0
            && results.of(PolicyMeasures.READDRESSED).most() == 0;
    return new Claim(
        results.policy() + ": connections that broke",
        "wanted: none",
        results.text(PolicyMeasures.BROKEN, 1, 0)
            + " of "
            + results.text(PolicyMeasures.ALIVE_BEFORE, 1, 0)
            + " in "
            + results.text(PolicyMeasures.MOVES, 1, 0)
            + " moves",
        kept ? Verdict.AGREES : Verdict.DIFFERS,
        "");
  }

  private static Verdict verdict(boolean kept, boolean missed) {
    return kept ? Verdict.AGREES : missed ? Verdict.DIFFERS : Verdict.UNDECIDED;
  }
}
