package dev.drover.simulate.prediction;

import dev.drover.decide.prediction.LiuCase;
import dev.drover.decide.prediction.LiuConstants;
import dev.drover.decide.prediction.LiuModel;
import dev.drover.decide.prediction.LiuPrediction;
import dev.drover.decide.prediction.ModelConstants;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Technique;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.evacuation.WorldFigures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@link LiuModel}, basic, asked about the pre-copies of an evacuation before it is carried out;
 * post-copy and hybrid are not in the model.
 *
 * <p>It is given what the plan was made from: the resident memory without zero pages; D, the dirty
 * rate as observed; R, what headers leave of the rate that the plan expects the migration to get;
 * QEMU's threshold, what R sends in the policy's first downtime limit; the time of the device state
 * as T_resume.
 *
 * <p>It does not know:
 *
 * <ul>
 *   <li>the working set: D is of distinct pages within a second, and a round that takes T seconds
 *       dirties fewer than D T, the working set at most, where the model counts D T;
 *   <li>a rate that changes while the migration runs, and how far the plan's is off;
 *   <li>that QEMU ends a round before all of it is sent, and that policies raise the downtime
 *       limit;
 *   <li>an end of rounds that do not shrink: QEMU sets no limit to them. Such a prediction says
 *       that it does not converge, and its figures mean nothing.
 * </ul>
 */
public final class EvacuationPredictor {
  /** As the plan's own model has it: a pre-copy that takes more does not converge. */
  private static final int MOST_ROUNDS = ModelConstants.defaults().maxRounds();

  private final WorldFigures figures;
  private final double payloadShare;

  /**
   * Asks about hosts with these figures.
   *
   * @param payloadShare of what is on the wire, in (0, 1]
   */
  public EvacuationPredictor(WorldFigures figures, double payloadShare) {
    this.figures = figures;
    this.payloadShare = payloadShare;
  }

  /**
   * {@return what is expected of each pre-copy of {@code plan}, in its order}
   *
   * @param seen what the plan was made from
   * @param downtimeLimit the policy's
   */
  public List<PredictedPreCopy> predict(Cluster seen, EvacuationPlan plan, Duration downtimeLimit) {
    return plan.migrations().stream()
        .filter(each -> each.technique() == Technique.PRE_COPY)
        .map(each -> predict(seen.vm(each.vm()).orElseThrow(), each, downtimeLimit))
        .toList();
  }

  private PredictedPreCopy predict(
      VmObservation vm, PlannedMigration planned, Duration downtimeLimit) {
    BitRate stream = planned.rate().times(payloadShare).max(BitRate.ofBitsPerSecond(1));
    BitRate rate = stream.times(pageShare()).max(BitRate.ofBitsPerSecond(1));
    LiuCase given =
        new LiuCase(
            figures.data(vm.resident()),
            vm.dirtyRate(),
            rate,
            rate.in(downtimeLimit),
            MOST_ROUNDS,
            Optional.empty());
    Duration resume = figures.deviceState().timeAt(stream);
    LiuPrediction model = new LiuModel(LiuConstants.basic().withResume(resume)).predict(given);
    return new PredictedPreCopy(
        planned,
        given,
        model,
        figures.setup().plus(model.totalTime()).plus(resume).plus(figures.finish()),
        Bytes.of(Math.round(model.traffic().count() / pageShare())).plus(figures.deviceState()));
  }

  private static double pageShare() {
    double page = DirtyRate.PAGE.count();
    return page / (page + WorldFigures.PAGE_HEADER.count());
  }
}
