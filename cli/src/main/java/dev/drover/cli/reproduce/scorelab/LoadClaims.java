package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.chart.BoxChart.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/** What IV-F and Fig. 4 say beside what was measured; all by how many times that without load. */
final class LoadClaims {
  /** Two ratios that are no further apart than this are the same. */
  private static final double NEAR = 0.2;

  /** A ratio this little above one is none. */
  private static final double MORE = 1.05;

  private static final int BUSY = 70;

  /** A mean that the paper gives without background, and one that it gives with. */
  private record Published(
      String subject, String unit, int decimals, double idle, double loaded, int percent) {}

  private static final Published TIME_10 =
      new Published("Fig. 4b: total time, 10 % load", "s", 2, 2.94, 4.29, 10);
  private static final Published TIME_100 =
      new Published("Fig. 4b: total time, full load", "s", 2, 2.94, 9.34, 100);
  private static final Published QEMU =
      new Published("Fig. 4c: downtime as QEMU tells it, full load", "ms", 1, 16.38, 32.63, 100);
  private static final Published PROBED =
      new Published("Fig. 4c: downtime as probes see it, full load", "ms", 1, 16.38, 32.63, 100);

  private LoadClaims() {}

  static List<Claim> of(LoadResults results) {
    return List.of(
        grows(results, TIME_10, LoadMigration::totalTime),
        grows(results, TIME_100, LoadMigration::totalTime),
        spread(results),
        grows(results, PROBED, LoadMigration::probedDowntime),
        grows(results, QEMU, LoadMigration::downtime),
        bytes(results));
  }

  private static Claim grows(
      LoadResults results, Published published, ToDoubleFunction<LoadMigration> measure) {
    LoadCase loaded = new LoadCase(published.percent(), LoadCase.Way.PLAIN);
    double before = results.mean(new LoadCase(0, LoadCase.Way.PLAIN), measure);
    double after = results.mean(loaded, measure);
    double expected = published.loaded() / published.idle();
    int missing = results.begun(loaded) - results.ended(loaded);
    return new Claim(
        published.subject(),
        times(published, published.idle(), published.loaded()),
        Double.isNaN(after / before) ? "–" : times(published, before, after),
        verdict(after / before, expected),
        missing == 0
            ? ""
            : missing + " of " + results.begun(loaded) + " did not end; the mean is of the others");
  }

  private static String times(Published published, double before, double after) {
    String number = "%." + published.decimals() + "f " + published.unit();
    return String.format(
        Locale.ROOT, number + " → " + number + ": %.2f times", before, after, after / before);
  }

  /** {@return how a growth fares; near the published one, the same way, or neither} */
  static Verdict verdict(double measured, double published) {
    if (Double.isNaN(measured)) {
      return Verdict.UNDECIDED;
    }
    return Math.abs(measured / published - 1) <= NEAR
        ? Verdict.AGREES
        : measured > MORE ? Verdict.DIRECTION : Verdict.DIFFERS;
  }

  private static Claim spread(LoadResults results) {
    double below = spread(results, percent -> percent < BUSY);
    double above = spread(results, percent -> percent >= BUSY);
    return new Claim(
        "Fig. 4b: spread of the total time",
        "trend only: \"larger spread for highly utilized links (≥ 70 %)\"",
        String.format(
            Locale.ROOT,
            "the middle half of migrations is within %.2f s below 70 %%, within %.2f s from 70 %% on",
            below,
            above),
        Double.isNaN(below + above)
            ? Verdict.UNDECIDED
            : above > below * MORE ? Verdict.AGREES : Verdict.DIFFERS,
        "");
  }

  /** {@return the mean over loads of how far the middle half of the times reaches, in seconds} */
  private static double spread(LoadResults results, IntPredicate percents) {
    List<Double> spreads = new ArrayList<>();
    LoadCase.plain()
        .filter(point -> percents.test(point.percent()))
        .map(point -> results.values(point, LoadMigration::totalTime))
        .filter(times -> times.size() > 1)
        .forEach(times -> spreads.add(Box.of(times).quartilesApart()));
    return LoadResults.mean(spreads);
  }

  private static Claim bytes(LoadResults results) {
    List<Double> all = results.megabytes();
    double mean = LoadResults.mean(all);
    double part = LoadResults.deviation(all) / mean;
    return new Claim(
        "Fig. 4a: migrated bytes of all migrations",
        "127 MB, standard deviation 11 MB: 9 % of the mean",
        String.format(
            Locale.ROOT,
            "%.1f MB, standard deviation %.1f MB: %.0f %% of the mean",
            mean,
            part * mean,
            part * 100),
        Double.isNaN(part) ? Verdict.UNDECIDED : Verdict.UNPUBLISHED,
        "another VM: only that sizes vary can be compared");
  }
}
