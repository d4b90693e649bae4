package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.command.Machine;
import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.chart.BarChart;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.xialab.Cell.Domain;
import dev.drover.cli.reproduce.xialab.Cell.Load;
import dev.drover.cli.reproduce.xialab.Cell.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How cells are described and shown. */
final class CellPage {
  private static final double SECOND = 1000;
  private static final double MEGABYTE = 1e6;
  private static final String NONE = "–";

  private CellPage() {}

  /** {@return what was run, at this scale} */
  static String setUp(Scale scale) {
    boolean disk = scale.disk().count() > 0;
    return "Measured on "
        + Machine.describe()
        + ". The labs are `scenarios/xia-intra.yaml`, hosts and client at one router, and"
        + " `scenarios/xia-inter.yaml`, each host at a router of its own domain (Fig. 1), with links of "
        + scale.rate()
        + " and queues of "
        + CellLab.BUFFER
        + ", jumbo frames (MTU "
        + CellLab.MTU
        + ") on all of them; guest, hosts and routers share the machine's cores. Each cell has a lab of its own that"
        + " has just come up"
        + (scale.rehearsed()
            ? ", in which the VM first goes to `b` and back, by the same transport (by `fast` before the paper's exchange),"
                + " once, or three times where `fast` is held against TCP/IP without dbench (whose migrations carry twice as much):"
                + " agents and XIA's daemons are programs in Java, and a host's have long run, and are compiled, when a VM leaves"
            : "")
        + ". The VM has "
        + scale.memory()
        + " of memory"
        + (disk
            ? " and a disk of "
                + scale.disk()
                + ", the paper's, of which "
                + scale.written()
                + " are written (in the paper all may be)"
            : " and no disk")
        + ", is emulated where KVM does not work, and answers "
        + scale.asks()
        + " questions a second on a stream and as many in datagrams (Goldbach); the client judges"
        + " each by a sieve. That leaves most of the guest's processor idle; what the guest does"
        + " beside comes on top. The VM goes from `a` to `b` with all of its memory and disk, by"
        + " pre-copy without limits but the links'. Questions are counted from before the migration"
        + " until some seconds after it; one that is not answered within 30 s is lost.";
  }

  /** What stands for TCP/IP. */
  static final String TCP =
      "\"TCP/IP\" is Drover's own migration on the same path in the same run: QEMU's own connections"
          + " (`--transport direct`), the guest asked over TCP and UDP, and between domains the edge"
          + " agents of [inter-subnet.md](../inter-subnet.md), without which it is as unreachable as"
          + " the paper says. Routers' daemons of XIA run there too.";

  /** What the columns mean. */
  static final String COLUMNS =
      "Total time is from the start command until the source may be switched off, the disk's copy"
          + " included; downtime is QEMU's. A client probes the VM, over IP at 1 kHz, over XIA every 20 ms"
          + " and every 5 ms while none is answered (an emulated guest takes about 0.5 ms for each);"
          + " its gap is split into freeze (the VM stands still), rebind (until the network leads to it) and first"
          + " reply. Routers cache content as `cachePolicy: fifo` has it, which lets the first chunk"
          + " go when there is no room, as the paper's modified one.";

  /** {@return a line for each cell, with what the paper has beside} */
  static Shown table(CellResults results) {
    List<List<String>> rows = new ArrayList<>();
    for (CellResult result : results.all()) {
      Optional<Published> published = Published.of(result.cell());
      rows.add(
          List.of(
              result.cell().network().title(),
              result.cell().domain().id(),
              result.cell().load().id(),
              published.map(each -> DataTable.number(each.minutes()) + " min").orElse(NONE),
              published.map(each -> DataTable.number(each.seconds()) + " s").orElse(NONE),
              result.failures().size() == result.runs().size()
                  ? "failed"
                  : result.text(CellMeasures.TOTAL_TIME, SECOND, 1),
              result.text(CellMeasures.DOWNTIME, 1, 0),
              result.text(CellMeasures.PROBE_GAP, 1, 0),
              result.text(CellMeasures.FREEZE, 1, 0),
              result.text(CellMeasures.REBIND, 1, 1),
              result.text(CellMeasures.FIRST_REPLY, 1, 1),
              whole(result, CellMeasures.LOST) + " / " + whole(result, CellMeasures.WRONG),
              whole(result, CellMeasures.ASKED),
              whole(result, CellMeasures.BROKEN),
              result.text(CellMeasures.MEMORY, MEGABYTE, 0),
              result.text(CellMeasures.DISK, MEGABYTE, 0)));
    }
    return new Shown(
        "",
        new DataTable(
            "",
            List.of(
                "network",
                "domain",
                "workload",
                "published: total time",
                "published: downtime",
                "total time, s",
                "downtime, ms",
                "gap of probes, ms",
                "freeze, ms",
                "rebind, ms",
                "first reply, ms",
                "answers lost / wrong",
                "of",
                "connections broken",
                "memory sent, MB",
                "disk sent, MB"),
            rows));
  }

  private static String whole(CellResult result, String measure) {
    return result.sum(measure).isPresent()
        ? DataTable.number(result.sum(measure).getAsDouble())
        : NONE;
  }

  /** {@return every repetition of every cell} */
  static DataTable data(CellResults results) {
    List<String> head = new ArrayList<>(List.of("network", "domain", "workload", "repetition"));
    head.addAll(CellMeasures.all());
    head.add("failure");
    List<List<String>> rows = new ArrayList<>();
    for (CellResult result : results.all()) {
      int repetition = 1;
      for (Outcome run : result.runs()) {
        List<String> row = new ArrayList<>();
        row.add(result.cell().network().id());
        row.add(result.cell().domain().id());
        row.add(result.cell().load().id());
        row.add("" + repetition++);
        for (String measure : CellMeasures.all()) {
          Double value = run.measures().get(measure);
          row.add(value == null ? "" : DataTable.number(value));
        }
        row.add(run.failure().orElse(""));
        rows.add(row);
      }
    }
    return new DataTable("cells", head, rows);
  }

  /** {@return {@code remarks} and, when cells failed, which and why} */
  static List<String> remarks(CellResults results, List<String> remarks) {
    List<String> all = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (CellResult result : results.all()) {
      result.failures().forEach(cause -> failures.add("- " + result.cell() + ": " + cause));
    }
    if (!failures.isEmpty()) {
      all.add("**Failed**, and in no figure above:\n\n" + String.join("\n", failures));
    }
    all.addAll(remarks);
    return all;
  }

  /** {@return a bar for each cell; none for one that was not measured} */
  static Plot bars(
      CellResults results, List<Network> networks, String name, String what, String measure) {
    List<String> groups = new ArrayList<>();
    for (Domain domain : results.domains()) {
      results.loads().forEach(load -> groups.add(domain.id() + " " + load.id()));
    }
    List<BarChart.Series> series = new ArrayList<>();
    for (Network network : networks) {
      List<Datum> bars = new ArrayList<>();
      for (Domain domain : results.domains()) {
        for (Load load : results.loads()) {
          bars.add(
              results
                  .find(network, domain, load)
                  .map(result -> bar(result.values(measure)))
                  .orElse(Datum.exact(0)));
        }
      }
      series.add(new BarChart.Series(network.title(), bars));
    }
    return new Plot(name, what, BarChart.draw(what, "domain and workload", what, groups, series));
  }

  private static Datum bar(List<Double> values) {
    if (values.isEmpty()) {
      return Datum.exact(0);
    }
    Estimate estimate = Estimate.of(values);
    return new Datum(
        estimate.median() / SECOND, estimate.least() / SECOND, estimate.most() / SECOND);
  }
}
