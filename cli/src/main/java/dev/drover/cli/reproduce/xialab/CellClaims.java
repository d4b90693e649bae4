package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.xialab.Cell.Domain;
import dev.drover.cli.reproduce.xialab.Cell.Load;
import dev.drover.cli.reproduce.xialab.Cell.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the paper says, and what is wanted of the profile fast, beside what was measured. */
final class CellClaims {
  /** Two ratios that are no further apart than this are the same. */
  private static final double NEAR = 0.2;

  /** A ratio this little above one is none. */
  private static final double MORE = 1.05;

  private static final double TOTAL_TIME_LIMIT = 1.05;
  private static final double DOWNTIME_LIMIT = 1.1;
  private static final double REBIND_LIMIT_MS = 20;
  private static final double BRIEF_LIMIT_MS = 2000;

  private CellClaims() {}

  /** {@return that nothing was lost, in all cells} */
  static Claim kept(CellResults results) {
    long lost = results.sum(CellMeasures.LOST);
    long wrong = results.sum(CellMeasures.WRONG);
    long broken = results.sum(CellMeasures.BROKEN);
    long asked = results.sum(CellMeasures.ASKED);
    boolean kept = lost == 0 && wrong == 0 && broken == 0;
    boolean all = results.failed() == 0 && asked > 0;
    return new Claim(
        "answers and connections, all cells",
        "\"communications leading to VM can be kept uninterrupted\"; wanted: no answer lost or"
            + " wrong, no connection broken",
        lost + " lost and " + wrong + " wrong of " + asked + "; " + broken + " connections broken",
        kept && all ? Verdict.AGREES : Verdict.DIFFERS,
        results.failed() == 0
            ? ""
            : results.failed() + " of " + results.all().size() + " cells failed, see below");
  }

  /** {@return that TCP/IP between domains, which the paper calls unreachable, has figures} */
  static Optional<Claim> reachable(CellResults results) {
    return results
        .find(Network.TCP, Domain.INTER, Load.CALCULATION)
        .map(cell ->
            new Claim(
                "TCP/IP between domains",
                "unreachable after the migration",
                cell.median(CellMeasures.TOTAL_TIME).isPresent()
                    ? "reachable: "
                        + cell.text(CellMeasures.TOTAL_TIME, 1000, 1)
                        + " s, downtime "
                        + cell.text(CellMeasures.DOWNTIME, 1, 0)
                        + " ms"
                    : "not measured",
                cell.median(CellMeasures.TOTAL_TIME).isPresent()
                    ? Verdict.UNPUBLISHED
                    : Verdict.UNDECIDED,
                "routers' edge agents lead to the VM by the address that it has"));
  }

  /** {@return how many times one cell's measure is another's, beside the paper's} */
  static Optional<Claim> times(
      CellResults results, String subject, Cell cell, Cell of, String measure, double published) {
    if (!has(results, cell) || !has(results, of)) {
      return Optional.empty();
    }
    OptionalDouble ratio = results.ratio(cell, of, measure);
    return Optional.of(
        new Claim(
            subject,
            String.format(Locale.ROOT, "%.2f times", published),
            ratio.isPresent()
                ? String.format(Locale.ROOT, "%.2f times", ratio.getAsDouble())
                : "not measured",
            verdict(ratio, published),
            ""));
  }

  /** {@return how a ratio fares: near the published one, on the same side of one, or neither} */
  static Verdict verdict(OptionalDouble measured, double published) {
    if (measured.isEmpty()) {
      return Verdict.UNDECIDED;
    }
    double ratio = measured.getAsDouble();
    boolean sameSide = published > 1 ? ratio > MORE : ratio < 1 / MORE;
    return Math.abs(ratio / published - 1) <= NEAR
        ? Verdict.AGREES
        : sameSide ? Verdict.DIRECTION : Verdict.DIFFERS;
  }

  /** {@return that the VM stands still for less than the paper's two seconds, by domain} */
  static List<Claim> brief(CellResults results) {
    List<Claim> claims = new ArrayList<>();
    for (Domain domain : results.domains()) {
      List<Reached> all =
          results.loads().stream()
              .map(load ->
                  new Reached(
                      load,
                      results.median(
                          new Cell(Network.XIA_PAPER, domain, load), CellMeasures.DOWNTIME),
                      "%.0f ms"))
              .toList();
      claims.add(
          target(domain.id() + ": downtime of XIA, paper", "below 2 s", all, BRIEF_LIMIT_MS));
    }
    return claims;
  }

  /** {@return what is wanted of the profile fast beside TCP/IP of the same run, by domain} */
  static List<Claim> targets(CellResults results) {
    List<Claim> claims = new ArrayList<>();
    for (Domain domain : results.domains()) {
      List<Load> loads =
          results.loads().stream()
              .filter(load -> results.find(Network.XIA_FAST, domain, load).isPresent())
              .toList();
      if (loads.isEmpty()) {
        continue;
      }
      claims.add(
          ratios(results, domain, loads, "total time", CellMeasures.TOTAL_TIME, TOTAL_TIME_LIMIT));
      claims.add(ratios(results, domain, loads, "downtime", CellMeasures.DOWNTIME, DOWNTIME_LIMIT));
      claims.add(
          target(
              domain.id() + ": rebind of fast",
              "wanted: at most 20 ms",
              loads.stream()
                  .map(load ->
                      new Reached(
                          load,
                          results.median(
                              new Cell(Network.XIA_FAST, domain, load), CellMeasures.REBIND),
                          "%.1f ms"))
                  .toList(),
              REBIND_LIMIT_MS));
    }
    return claims;
  }

  private static Claim ratios(
      CellResults results,
      Domain domain,
      List<Load> loads,
      String what,
      String measure,
      double limit) {
    return target(
        domain.id() + ": " + what + " of fast in parts of TCP/IP's",
        String.format(Locale.ROOT, "wanted: at most %.2f", limit),
        loads.stream()
            .map(load ->
                new Reached(
                    load,
                    results.ratio(
                        new Cell(Network.XIA_FAST, domain, load),
                        new Cell(Network.TCP, domain, load),
                        measure),
                    "%.3f"))
            .toList(),
        limit);
  }

  /** What was reached under a load. */
  private record Reached(Load load, OptionalDouble value, String format) {
    String text() {
      return load.id()
          + " "
          + (value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "–");
    }

    boolean missed(double limit) {
      return value.isPresent() && value.getAsDouble() > limit;
    }
  }

  private static Claim target(String subject, String wanted, List<Reached> all, double limit) {
    List<String> missed =
        all.stream().filter(each -> each.missed(limit)).map(each -> each.load().id()).toList();
    boolean known = !all.isEmpty() && all.stream().allMatch(each -> each.value().isPresent());
    return new Claim(
        subject,
        wanted,
        String.join(", ", all.stream().map(Reached::text).toList()),
        !missed.isEmpty() ? Verdict.DIFFERS : known ? Verdict.AGREES : Verdict.UNDECIDED,
        missed.isEmpty()
            ? known ? "" : "not measured everywhere"
            : "missed with " + String.join(", ", missed));
  }

  private static boolean has(CellResults results, Cell cell) {
    return results.find(cell.network(), cell.domain(), cell.load()).isPresent();
  }
}
