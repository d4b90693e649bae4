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

/** Table 1: TCP/IP and XIA, within a domain and between two, while the guest calculates. */
public final class NetworksTable implements CellFigure {
  private static final Cell TCP = new Cell(Network.TCP, Domain.INTRA, Load.CALCULATION);
  private static final Cell XIA = new Cell(Network.XIA_PAPER, Domain.INTRA, Load.CALCULATION);
  private static final Cell LOOK = new Cell(Network.XIA_FAST, Domain.INTER, Load.CALCULATION);
  private static final Cell XIA_INTER = new Cell(Network.XIA_PAPER, Domain.INTER, Load.CALCULATION);

  @Override
  public FigureId id() {
    return new FigureId(Paper.XIA, "table1");
  }

  @Override
  public String title() {
    return "Table 1: migration in different networks";
  }

  @Override
  public String place() {
    return "section 5.2";
  }

  @Override
  public int usualRepetitions() {
    return 1;
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.copyOf(cells(effort));
  }

  /** One cell is enough for a look. */
  private static List<CellTrial> cells(Effort effort) {
    List<Cell> cells =
        effort.quick()
            ? List.of(LOOK)
            : Cell.of(
                Network.compared(), Arrays.asList(Domain.values()), List.of(Load.CALCULATION));
    return cells.stream().map(cell -> new CellTrial(cell, Scale.of(effort))).toList();
  }

  @Override
  public List<CellRow> rows(Effort effort, Outcomes outcomes) {
    return CellResults.of(cells(effort), outcomes).all().stream().map(CellRow::of).toList();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    CellResults results = CellResults.of(cells(effort), outcomes);
    List<Claim> claims = new ArrayList<>();
    CellClaims.times(
            results,
            "intra: XIA's total time in parts of TCP/IP's",
            XIA,
            TCP,
            CellMeasures.TOTAL_TIME,
            14 / 6.5)
        .ifPresent(claims::add);
    CellClaims.times(
            results,
            "intra: XIA's downtime in parts of TCP/IP's",
            XIA,
            TCP,
            CellMeasures.DOWNTIME,
            1.2)
        .ifPresent(claims::add);
    CellClaims.times(
            results,
            "XIA's total time between domains in parts of that within one",
            XIA_INTER,
            XIA,
            CellMeasures.TOTAL_TIME,
            15.0 / 14)
        .ifPresent(claims::add);
    CellClaims.reachable(results).ifPresent(claims::add);
    claims.add(CellClaims.kept(results));
    claims.addAll(CellClaims.targets(results));
    return new Finding(
        CellPage.setUp(Scale.of(effort)),
        claims,
        List.of(),
        List.of(CellPage.table(results)),
        List.of(CellPage.data(results)),
        CellPage.remarks(results, List.of(CellPage.TCP, CellPage.COLUMNS)));
  }
}
