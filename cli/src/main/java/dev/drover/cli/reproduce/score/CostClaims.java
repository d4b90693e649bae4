package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What IV-B says of Fig. 2b, held against one start. */
final class CostClaims {
  private static final double PUBLISHED = 87;

  /** Costs that are so near each other, in parts of that of no migration, are called alike. */
  private static final double ALIKE = 3;

  private CostClaims() {}

  static List<Claim> of(Convergence from, Outcomes outcomes) {
    return List.of(
        reduction(from, outcomes),
        ofOptimum(from, outcomes),
        adapts(from, outcomes),
        extreme(from, outcomes, Convergence.GLOBAL, "fastest", "\"best … reduction speed\"", -1),
        lowest(from, outcomes),
        extreme(from, outcomes, Convergence.ROUND_ROBIN, "slowest", "\"slowest\"", 1),
        deviation(from, outcomes),
        comparable(from, outcomes),
        stable(from, outcomes));
  }

  private static String subject(Convergence from, String what) {
    return what + ", " + from.start().title();
  }

  private static List<String> byReduction(Convergence from, Outcomes outcomes) {
    return sorted(policy -> -from.measure(outcomes, ConvergenceTrial.reduction(policy)).mean());
  }

  private static List<String> sorted(ToNumber by) {
    return Convergence.POLICIES.stream().sorted(Comparator.comparingDouble(by::of)).toList();
  }

  /** What policies are ordered by. */
  private interface ToNumber {
    double of(String policy);
  }

  private static Claim reduction(Convergence from, Outcomes outcomes) {
    String best = byReduction(from, outcomes).getFirst();
    Estimate found = from.measure(outcomes, ConvergenceTrial.reduction(best));
    Estimate steady = outcomes.estimate(from.steady(), ConvergenceTrial.reduction(best));
    return new Claim(
        subject(from, "the best policy's reduction"),
        "up to 87 %",
        "%s %s %%, up to %s %% in one run; with steady flows %s %%, up to %s %%"
            .formatted(
                best, found.text(1), text(found.most()), steady.text(1), text(steady.most())),
        found.most() >= PUBLISHED ? Verdict.AGREES : Verdict.DIRECTION,
        "of the cost of no migration, after five iterations");
  }

  private static Claim ofOptimum(Convergence from, Outcomes outcomes) {
    String parts =
        Convergence.POLICIES.stream()
            .map(policy ->
                policy + " " + from.ofReference(outcomes, policy, from.genetic()).text(1) + " %")
            .collect(Collectors.joining(", "));
    List<Estimate> above =
        Convergence.POLICIES.stream()
            .map(policy -> from.ofReference(outcomes, policy, from.genetic()))
            .toList();
    Verdict verdict =
        above.stream().allMatch(part -> part.halfWidth().isPresent() && part.low() >= PUBLISHED)
            ? Verdict.AGREES
            : above.stream().allMatch(part -> part.high() >= PUBLISHED)
                ? Verdict.UNDECIDED
                : Verdict.DIFFERS;
    return new Claim(
        subject(from, "of the genetic optimum's reduction"),
        "87 %: \"only deviating by 13% from optimal allocation\"",
        parts,
        verdict,
        "held to: none is farther from it than published");
  }

  private static Claim adapts(Convergence from, Outcomes outcomes) {
    Estimate more = from.aboveAged(outcomes, Convergence.DISTRIBUTED);
    Estimate aged = outcomes.estimate(from.genetic(), ReferenceTrial.LATER);
    return new Claim(
        subject(from, "adapts to new flows"),
        "trend only: \"can still adapt\"",
        "after five iterations distributed saves "
            + more.text(1)
            + " points more than the genetic algorithm's placement from before the first one, which"
            + " then saves "
            + aged.text(1)
            + " %",
        verdict(List.of(more)),
        "");
  }

  /** Whether a policy's curve is above (1) or below (-1) all others. */
  private static Claim extreme(
      Convergence from, Outcomes outcomes, String policy, String what, String said, int sign) {
    List<String> order = sorted(each -> from.measure(outcomes, ConvergenceTrial.area(each)).mean());
    List<Estimate> differences = new ArrayList<>();
    for (String other : order) {
      if (!other.equals(policy)) {
        differences.add(
            sign > 0
                ? from.above(outcomes, ConvergenceTrial.area(policy), ConvergenceTrial.area(other))
                : from.above(
                    outcomes, ConvergenceTrial.area(other), ConvergenceTrial.area(policy)));
      }
    }
    return new Claim(
        subject(from, policy + " is the " + what),
        said,
        "by mean cost: " + listed(order, from, outcomes),
        verdict(differences),
        "");
  }

  private static String listed(List<String> order, Convergence from, Outcomes outcomes) {
    return order.stream()
        .map(
            each -> each + " " + from.measure(outcomes, ConvergenceTrial.area(each)).text(1) + " %")
        .collect(Collectors.joining(", "));
  }

  private static Verdict verdict(List<Estimate> differences) {
    if (differences.stream().allMatch(Estimate::isPositive)) {
      return Verdict.AGREES;
    }
    return differences.stream().anyMatch(Estimate::isNegative)
        ? Verdict.DIFFERS
        : Verdict.UNDECIDED;
  }

  private static Claim lowest(Convergence from, Outcomes outcomes) {
    List<Estimate> differences = new ArrayList<>();
    for (String other : Convergence.POLICIES) {
      if (!other.equals(Convergence.GLOBAL)) {
        differences.add(
            from.above(
                outcomes,
                ConvergenceTrial.reduction(Convergence.GLOBAL),
                ConvergenceTrial.reduction(other)));
      }
    }
    return new Claim(
        subject(from, "global ends lowest"),
        "\"best … proximity to the optimal cost\"",
        ends(from, outcomes),
        verdict(differences),
        "");
  }

  private static Claim deviation(Convergence from, Outcomes outcomes) {
    List<Estimate> differences = new ArrayList<>();
    for (String other : Convergence.POLICIES) {
      if (!other.equals(Convergence.ROUND_ROBIN)) {
        differences.add(
            from.above(
                outcomes,
                ConvergenceTrial.reduction(other),
                ConvergenceTrial.reduction(Convergence.ROUND_ROBIN)));
      }
    }
    return new Claim(
        subject(from, "round-robin ends highest"),
        "\"largest deviation from the approximate optimal\"",
        ends(from, outcomes),
        verdict(differences),
        "");
  }

  private static String ends(Convergence from, Outcomes outcomes) {
    return byReduction(from, outcomes).stream()
        .map(each ->
            each + " " + from.measure(outcomes, ConvergenceTrial.reduction(each)).text(1) + " %")
        .collect(Collectors.joining(", "));
  }

  private static Claim comparable(Convergence from, Outcomes outcomes) {
    List<String> texts = new ArrayList<>();
    boolean alike = true;
    for (String policy : List.of(Convergence.DISTRIBUTED, Convergence.LOAD_AWARE)) {
      Estimate ends =
          from.above(
              outcomes,
              ConvergenceTrial.reduction(policy),
              ConvergenceTrial.reduction(Convergence.GLOBAL));
      Estimate area =
          from.above(
              outcomes, ConvergenceTrial.area(policy), ConvergenceTrial.area(Convergence.GLOBAL));
      alike &= Math.abs(ends.mean()) <= ALIKE && Math.abs(area.mean()) <= ALIKE;
      texts.add(
          "%s: reduction differs by %s points, mean cost by %s"
              .formatted(policy, ends.text(1), area.text(1)));
    }
    return new Claim(
        subject(from, "distributed and load-aware against global"),
        "\"highly comparable performance\"",
        String.join("; ", texts),
        alike ? Verdict.AGREES : Verdict.DIFFERS,
        "held to: within 3 points");
  }

  private static Claim stable(Convergence from, Outcomes outcomes) {
    boolean fewer = true;
    List<String> texts = new ArrayList<>();
    for (String policy : Convergence.POLICIES) {
      Estimate first = from.measure(outcomes, ConvergenceTrial.migrations(policy, 1));
      Estimate last =
          from.measure(outcomes, ConvergenceTrial.migrations(policy, FlowWindows.ITERATIONS));
      fewer &= last.mean() < first.mean() / 4;
      texts.add(policy + " from " + text(first.mean()) + " to " + text(last.mean()) + " %");
    }
    return new Claim(
        subject(from, "policies converge and stabilise"),
        "trend only",
        "VMs that migrate, first and fifth iteration: " + String.join(", ", texts),
        fewer ? Verdict.AGREES : Verdict.DIFFERS,
        "held to: less than a quarter");
  }

  private static String text(double value) {
    return Estimate.of(List.of(value)).text(1);
  }
}
