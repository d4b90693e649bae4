package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.CellFigure;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.xialab.Cell.Domain;
import dev.drover.cli.reproduce.xialab.Cell.Load;
import dev.drover.cli.reproduce.xialab.Cell.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Table 2 and Fig. 6: the same under each workload. */
public final class WorkloadsTable implements CellFigure {
  @Override
  public FigureId id() {
    return new FigureId(Paper.XIA, "table2");
  }

  @Override
  public String title() {
    return "Table 2 and Fig. 6: migration with different workloads";
  }

  @Override
  public String place() {
    return "section 5.3";
  }

  @Override
  public int usualRepetitions() {
    return 1;
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.copyOf(cells(effort));
  }

  /** Those without a load are {@link NetworksTable}'s, too. */
  private static List<CellTrial> cells(Effort effort) {
    List<Load> loads = effort.quick() ? List.of(Load.NETPERF) : Arrays.asList(Load.values());
    List<Domain> domains = effort.quick() ? List.of(Domain.INTER) : Arrays.asList(Domain.values());
    List<Network> networks = Network.compared();
    return Cell.of(networks, domains, loads).stream()
        .map(cell -> new CellTrial(cell, Scale.of(effort)))
        .toList();
  }

  @Override
  public List<CellRow> rows(Effort effort, Outcomes outcomes) {
    return CellResults.of(cells(effort), outcomes).all().stream().map(CellRow::of).toList();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    CellResults results = CellResults.of(cells(effort), outcomes);
    List<Claim> claims = new ArrayList<>(CellClaims.brief(results));
    for (Domain domain : results.domains()) {
      for (Load load : List.of(Load.DBENCH, Load.NETPERF)) {
        compared(results, domain, load, "total time", CellMeasures.TOTAL_TIME, claims);
        compared(results, domain, load, "downtime", CellMeasures.DOWNTIME, claims);
      }
    }
    claims.add(CellClaims.kept(results));
    claims.addAll(CellClaims.targets(results));
    return new Finding(
        CellPage.setUp(Scale.of(effort)),
        claims,
        List.of(
            CellPage.bars(
                results, Network.compared(), "time", "total time, s", CellMeasures.TOTAL_TIME),
            CellPage.bars(
                results, Network.compared(), "downtime", "downtime, s", CellMeasures.DOWNTIME)),
        List.of(CellPage.table(results)),
        List.of(CellPage.data(results)),
        CellPage.remarks(results, List.of(LOADS, CellPage.TCP, CellPage.COLUMNS)));
  }

  private static void compared(
      CellResults results,
      Domain domain,
      Load load,
      String what,
      String measure,
      List<Claim> claims) {
    Cell with = new Cell(Network.XIA_PAPER, domain, load);
    Cell without = new Cell(Network.XIA_PAPER, domain, Load.CALCULATION);
    CellClaims.times(
            results,
            domain.id() + ": XIA's " + what + " with " + load.id() + " in parts of calculation's",
            with,
            without,
            measure,
            published(with, measure) / published(without, measure))
        .ifPresent(claims::add);
  }

  private static double published(Cell cell, String measure) {
    Published published = Published.of(cell).orElseThrow();
    return measure.equals(CellMeasures.TOTAL_TIME) ? published.minutes() : published.seconds();
  }

  private static final String LOADS =
      "`calculation` is the service alone. `dbench` writes, reads back, renames and removes files on"
          + " the disk beside it (lab workload `files`), `netperf` sends to itself over one TCP"
          + " connection (`loopback`), as in the paper; both yield to the service, and are kept to "
          + Cell.Load.DBENCH.rate()
          + " and "
          + Cell.Load.NETPERF.rate()
          + ": pre-copy hardly ends when more is written than links carry, and an"
          + " emulated guest that sends all it can answers too little.";
}
