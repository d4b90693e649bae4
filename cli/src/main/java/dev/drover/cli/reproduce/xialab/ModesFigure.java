package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.xialab.Cell.Domain;
import dev.drover.cli.reproduce.xialab.Cell.Load;
import dev.drover.cli.reproduce.xialab.Cell.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Fig. 5: QEMU's own connection, and programs between the two QEMUs. The paper's are started by
 * QEMU (mode exec); Drover's is the relay.
 */
public final class ModesFigure implements Figure {
  private static final List<Network> MODES = List.of(Network.TCP, Network.RELAY);

  /** A ratio this little above one is none. */
  private static final double MORE = 1.05;

  @Override
  public FigureId id() {
    return new FigureId(Paper.XIA, "fig5");
  }

  @Override
  public String title() {
    return "Fig. 5: QEMU's own connection and programs between";
  }

  @Override
  public String place() {
    return "section 5.1";
  }

  @Override
  public int usualRepetitions() {
    return 1;
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.copyOf(cells(effort));
  }

  /** Those of TCP/IP are {@link WorkloadsTable}'s, too. */
  private static List<CellTrial> cells(Effort effort) {
    List<Load> loads = effort.quick() ? List.of(Load.CALCULATION) : Arrays.asList(Load.values());
    return Cell.of(MODES, List.of(Domain.INTRA), loads).stream()
        .map(cell -> new CellTrial(cell, Scale.of(effort)))
        .toList();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    CellResults results = CellResults.of(cells(effort), outcomes);
    List<Claim> claims = new ArrayList<>();
    for (Load load : results.loads()) {
      claims.add(claim(results, load, "total time", CellMeasures.TOTAL_TIME));
      claims.add(claim(results, load, "downtime", CellMeasures.DOWNTIME));
    }
    claims.add(CellClaims.kept(results));
    return new Finding(
        CellPage.setUp(Scale.of(effort)),
        claims,
        List.of(
            CellPage.bars(results, MODES, "time", "total time, s", CellMeasures.TOTAL_TIME),
            CellPage.bars(results, MODES, "downtime", "downtime, s", CellMeasures.DOWNTIME)),
        List.of(CellPage.table(results)),
        List.of(CellPage.data(results)),
        CellPage.remarks(results, List.of(MODE, CellPage.COLUMNS)));
  }

  private static Claim claim(CellResults results, Load load, String what, String measure) {
    OptionalDouble ratio =
        results.ratio(
            new Cell(Network.RELAY, Domain.INTRA, load),
            new Cell(Network.TCP, Domain.INTRA, load),
            measure);
    return new Claim(
        load.id() + ": " + what + " through programs in parts of QEMU's own",
        "trend only: \"will increase obviously\"",
        ratio.isPresent()
            ? String.format(Locale.ROOT, "%.2f times", ratio.getAsDouble())
            : "not measured",
        ratio.isEmpty()
            ? Verdict.UNDECIDED
            : ratio.getAsDouble() > MORE ? Verdict.AGREES : Verdict.DIFFERS,
        "");
  }

  private static final String MODE =
      "The paper has QEMU start its programs (mode *exec*), which copy the stream through pipes and"
          + " a socket. Here they are Drover's [relay](../relay.md), to which QEMU connects by a Unix"
          + " socket and which sends over TCP without copying (`--transport relay`). Cells of TCP/IP"
          + " are those of table 2 when both are made by one command, and then the relay's come later.";
}
