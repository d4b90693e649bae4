package dev.drover.cli.reproduce;

import dev.drover.cli.reproduce.bandwidth.BandwidthFigures;
import dev.drover.cli.reproduce.earlynotification.OpenQuestions;
import dev.drover.cli.reproduce.earlynotification.TotalTimeFigure;
import dev.drover.cli.reproduce.earlynotification.TransfersFigure;
import dev.drover.cli.reproduce.earlynotification.WindowFigure;
import dev.drover.cli.reproduce.lab.LabTotalTimeFigure;
import dev.drover.cli.reproduce.lab.LabTransfersFigure;
import dev.drover.cli.reproduce.score.CostFigure;
import dev.drover.cli.reproduce.score.MatrixFigure;
import dev.drover.cli.reproduce.score.MemoryFigure;
import dev.drover.cli.reproduce.score.PriceFigure;
import dev.drover.cli.reproduce.score.TimesFigure;
import dev.drover.cli.reproduce.score.UpdateFigure;
import dev.drover.cli.reproduce.scorelab.BusyLinkFigure;
import dev.drover.cli.reproduce.scorelab.PoliciesFigure;
import dev.drover.cli.reproduce.trafficaware.ReservationFigure;
import dev.drover.cli.reproduce.trafficaware.StrategyTable;
import dev.drover.cli.reproduce.trafficaware.TechniqueTableFigure;
import dev.drover.cli.reproduce.xialab.ModesFigure;
import dev.drover.cli.reproduce.xialab.NetworksTable;
import dev.drover.cli.reproduce.xialab.WorkloadsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The figures by name. A new one is one class and one line in {@link #all}. */
public final class Figures {
  private Figures() {}

  /** {@return all of them, in the order of their pages} */
  public static List<Figure> all() {
    List<Figure> all = new ArrayList<>();
    all.add(new WindowFigure());
    all.add(new TransfersFigure());
    all.add(TotalTimeFigure.withoutBackground());
    all.add(TotalTimeFigure.withBackground());
    all.addAll(OpenQuestions.all());
    all.add(new LabTransfersFigure());
    all.add(new LabTotalTimeFigure());
    all.addAll(BandwidthFigures.all());
    all.add(new TechniqueTableFigure());
    all.add(new StrategyTable());
    all.add(new ReservationFigure());
    all.add(MatrixFigure.before());
    all.add(new CostFigure());
    all.add(new PriceFigure());
    all.add(MatrixFigure.after());
    all.add(new MemoryFigure());
    all.add(new TimesFigure());
    all.add(new UpdateFigure());
    all.add(new PoliciesFigure());
    all.add(new BusyLinkFigure());
    all.add(new NetworksTable());
    all.add(new WorkloadsTable());
    all.add(new ModesFigure());
    return all;
  }

  /** {@return those of a paper} */
  static List<Figure> of(Paper paper) {
    return all().stream().filter(figure -> figure.id().paper() == paper).toList();
  }

  /**
   * {@return the figures that {@code name} means: one, a paper's, or {@code all}}; empty when there
   * are none of that name
   */
  static List<Figure> named(String name) {
    if (name.equals("all")) {
      return all().stream().filter(figure -> !figure.id().paper().isMeasured()).toList();
    }
    Optional<Paper> paper = Paper.named(name);
    return paper.isPresent()
        ? of(paper.get())
        : all().stream().filter(figure -> figure.id().toString().equals(name)).toList();
  }
}
