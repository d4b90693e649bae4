package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.command.Machine;
import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.lab.Spreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Fig. 4 in the lab: what a busy link does to migrations over it. */
public final class BusyLinkFigure implements Figure {
  /** With three repetitions twelve migrations for each load. */
  private static final int TURNS = 2;

  @Override
  public FigureId id() {
    return new FigureId(Paper.S_CORE_LAB, "fig4");
  }

  @Override
  public String title() {
    return "Fig. 4 in the lab: migrations over busy links";
  }

  @Override
  public String place() {
    return "sections IV-E and IV-F";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.of(new LoadTrial(effort.quick() ? 1 : TURNS));
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    LoadResults results = LoadResults.of(outcomes.of(trials(effort).getFirst()));
    return new Finding(
        setUp(),
        LoadClaims.of(results),
        LoadPlots.of(results),
        List.of(new Shown("Medians, with the least and the most", table(results))),
        List.of(data(results)),
        List.of(differences()));
  }

  private static String setUp() {
    return "Measured on "
        + Machine.describe()
        + ". Two hosts on a bridge, links of "
        + BusyLab.RATE
        + " Mbit/s (the paper: 1 Gbit/s) with queues of "
        + BusyLab.BUFFER
        + ". The VM goes to and fro between them; each migration counts. Meanwhile iperf3 sends UDP"
        + " at a constant rate from the host that the VM leaves to the one that it goes to: the"
        + " same direction as the migration. Its rate is given as a part of the link with the"
        + " headers, so that 100 % fill it. The VM has 128 MiB, is emulated, and writes to 12 MiB:"
        + " 6 MiB/s for 5 s, then nothing for 5 s. Migrations are plain QEMU's"
        + " pre-copy, without reservations or pacing, in the same queue as the background; at "
        + LoadCase.RESERVED_PERCENTS.getFirst()
        + " and "
        + LoadCase.RESERVED_PERCENTS.getLast()
        + " % also pre-copy with what Drover reserves for a VM of high priority. A client probes"
        + " the VM every "
        + BusyLab.PROBING_MS
        + " ms, as the paper's `fping`. The order of loads is drawn anew for every turn; each"
        + " lab's first two migrations are not counted. One that takes longer than "
        + LoadTrial.LIMIT.toSeconds()
        + " s with its preparation is cancelled and counts as not ended. \"Times\" compare means."
        + " What did not arrive of the background is a part of all that it was to send, some"
        + " seconds before and after the migration included.";
  }

  private static String differences() {
    return "What else differs from the paper: QEMU stops the VM when what is left fits into its"
        + " downtime limit of 300 ms at the rate just measured, Xen when a few pages are left, so"
        + " QEMU's downtime holds more memory. The background does not yield to losses and TCP"
        + " does: what a full link leaves to a migration is what it wins of the queue. The"
        + " background has addresses of its own on both hosts, since Drover takes all packets of a"
        + " host's own address for migrations; to it this is a tenant's traffic. Probes pass"
        + " the busy links too, and those that the queue drops lengthen the gap that they see."
        + " The paper takes the total time from captured packets, first to last; here it is the"
        + " time from the start command until the source may be switched off.";
  }

  private static DataTable table(LoadResults results) {
    List<List<String>> rows = new ArrayList<>();
    double idle = results.mean(new LoadCase(0, LoadCase.Way.PLAIN), LoadMigration::totalTime);
    for (LoadCase point : LoadCase.all()) {
      double times = results.mean(point, LoadMigration::totalTime) / idle;
      rows.add(
          List.of(
              point.percent() + " %, " + point.way().title(),
              results.ended(point) + " of " + results.begun(point),
              text(results, point, LoadMigration::totalTime, 2),
              Double.isNaN(times) ? "–" : String.format(Locale.ROOT, "%.2f", times),
              text(results, point, LoadMigration::probedDowntime, 0),
              text(results, point, LoadMigration::downtime, 0),
              text(results, point, LoadMigration::megabytes, 1),
              text(results, point, LoadMigration::backgroundLost, 0)));
    }
    return new DataTable(
        "",
        List.of(
            "load",
            "ended",
            "total time, s",
            "times that without load",
            "downtime (probes), ms",
            "downtime (QEMU), ms",
            "migrated, MB",
            "background that did not arrive, %"),
        rows);
  }

  private static String text(
      LoadResults results, LoadCase point, ToDoubleFunction<LoadMigration> measure, int decimals) {
    List<Double> values = results.values(point, measure);
    return values.isEmpty() ? "–" : Spreads.text(Estimate.of(values), decimals);
  }

  private static DataTable data(LoadResults results) {
    List<List<String>> rows = new ArrayList<>();
    for (LoadResults.Numbered each : results.all()) {
      LoadMigration migration = each.migration();
      rows.add(
          List.of(
              "" + each.repetition(),
              "" + each.order(),
              "" + migration.point().percent(),
              migration.point().way().policy(),
              migration.forth() ? "forth" : "back",
              migration.ended() ? "yes" : "no",
              cell(migration.totalTime()),
              cell(migration.downtime()),
              cell(migration.probedDowntime()),
              cell(migration.megabytes()),
              cell(migration.rounds()),
              cell(migration.seconds()),
              cell(migration.sent()),
              cell(migration.lost())));
    }
    return new DataTable(
        "migrations",
        List.of(
            "repetition",
            "order",
            "load_percent",
            "policy",
            "direction",
            "ended",
            "total_time_s",
            "downtime_ms",
            "probed_downtime_ms",
            "megabytes",
            "rounds",
            "background_s",
            "background_datagrams",
            "background_lost"),
        rows);
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "" : DataTable.number(value);
  }
}
