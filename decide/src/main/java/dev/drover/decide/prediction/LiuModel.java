package dev.drover.decide.prediction;

import dev.drover.decide.prediction.LiuConstants.WorkingSet;
import dev.drover.decide.prediction.LiuPrediction.Convergence;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The model of Liu et al., "Performance and energy modeling for live migration of virtual machines"
 * (HPDC 2011; Cluster Computing 16, 2013), on which E-N's authors built theirs: pre-copy as a
 * geometric series.
 *
 * <p><b>Basic.</b> V_0 = V_mem; round i takes T_i = V_i ÷ R and leaves V_(i+1) = D T_i, that is λ
 * V_i with λ = D ÷ R. The first V_n at or under V_thd is the stop-and-copy. So V_mig = V_mem (1 −
 * λ^(n+1)) ÷ (1 − λ), T_mig = V_mig ÷ R, n = ⌈log_λ (V_thd ÷ V_mem)⌉, T_down = V_n ÷ R + T_resume.
 * The rounds are added up one by one: the closed form divides by 1 − λ.
 *
 * <p><b>Refined.</b> Of what a round dirties, W = γ V_i is taken to be the writable working set and
 * is left out of the next round. When what remains is at or under V_thd, or above the round before,
 * the VM is stopped and all that the last round dirtied, the working set too, is sent.
 *
 * <p><b>Energy.</b> E = α V_mig + β.
 *
 * <p>How the holes were closed:
 *
 * <ul>
 *   <li>λ ≥ 1: rounds do not shrink. They go on to the limit of rounds or traffic and the VM is
 *       stopped there; the result says that it does not converge and why.
 *   <li>A guest cannot dirty more than it has: no round is above V_mem, which the series does not
 *       know. At λ ≥ 1 every round is V_mem.
 *   <li>V_thd ≥ V_mem: there is no live round; the stop-and-copy sends everything.
 *   <li>V_thd = 0 is never reached by a series, so the round limit ends it, unless D = 0: then one
 *       round is all.
 *   <li>γ is cut to [0, 1]; a negative one would send more than was dirtied.
 * </ul>
 *
 * <p>A prior only: pages that are written again and again make real rounds shrink faster at first
 * and then no more. Sanity: 1 GiB, 500 Mbit/s, 5000 pages/s of 4 KiB (λ = 0.328), threshold 200 KB:
 * 8 live rounds, 25.6 s, 1.49 GiB.
 */
public final class LiuModel {
  /** Longer times are cut: beyond any migration, within what {@link Duration} gives in ns. */
  private static final double FOREVER_SECONDS = 1e9;

  private final LiuConstants constants;

  public LiuModel(LiuConstants constants) {
    this.constants = constants;
  }

  public LiuPrediction predict(LiuCase migration) {
    double bytesPerSecond = migration.rate().bitsPerSecond() / 8.0;
    double memory = migration.memory().count();
    double threshold = migration.threshold().count();
    List<Bytes> volumes = new ArrayList<>();
    double all = 0;
    double volume = memory;
    double dirtied = memory;
    boolean grows = false;
    double mostTraffic = migration.maxTraffic().map(Bytes::count).orElse(Long.MAX_VALUE);
    while (volume > threshold
        && !grows
        && volumes.size() < migration.maxRounds()
        && all <= mostTraffic) {
      volumes.add(bytes(volume));
      all += volume;
      double seconds = volume / bytesPerSecond;
      dirtied = Math.min(memory, migration.dirtyRate().bytesPerSecond() * seconds);
      double left = Math.max(0, dirtied - workingSet(migration, volume, seconds));
      grows = left > volume;
      volume = left;
    }
    volumes.add(bytes(dirtied));
    all += dirtied;
    return new LiuPrediction(
        volumes,
        duration(all / bytesPerSecond),
        duration(dirtied / bytesPerSecond).plus(constants.resume()),
        bytes(all),
        constants.joulesPerMebibyte() * all / (1 << 20) + constants.joules(),
        migration.lambda(),
        convergence(migration, volume <= threshold, volumes));
  }

  private double workingSet(LiuCase migration, double volume, double seconds) {
    Optional<WorkingSet> set = constants.workingSet();
    if (set.isEmpty()) {
      return 0;
    }
    double pagesPerSecond =
        (double) migration.dirtyRate().bytesPerSecond() / DirtyRate.PAGE.count();
    return set.get().fraction(seconds, pagesPerSecond) * volume;
  }

  private static Convergence convergence(
      LiuCase migration, boolean converges, List<Bytes> volumes) {
    if (converges) {
      return new Convergence.Converges();
    }
    String why =
        migration.lambda() >= 1
            ? "memory is dirtied at "
                + migration.dirtyRate().asBitRate()
                + ", no slower than it is sent, "
                + migration.rate()
                + String.format(Locale.ROOT, " (λ = %.3g)", migration.lambda())
            : volumes.getLast() + " remain, more than the threshold of " + migration.threshold();
    return new Convergence.DoesNotConverge(
        why + "; stopped after " + (volumes.size() - 1) + " rounds");
  }

  private static Bytes bytes(double count) {
    return Bytes.of(Math.round(count));
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(Math.min(seconds, FOREVER_SECONDS) * 1e9));
  }
}
