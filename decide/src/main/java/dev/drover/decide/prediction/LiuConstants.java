package dev.drover.decide.prediction;

import java.time.Duration;
import java.util.Optional;

/**
 * The constants of {@link LiuModel}.
 *
 * @param resume T_resume, to run the VM at the destination once all is there
 * @param workingSet of the refined model; none for the basic one
 * @param joulesPerMebibyte α of the energy, above what both hosts use without a migration
 * @param joules β of the energy
 */
public record LiuConstants(
    Duration resume, Optional<WorkingSet> workingSet, double joulesPerMebibyte, double joules) {
  public LiuConstants {
    if (resume.isNegative()) {
      throw new IllegalArgumentException("resume must not be negative: " + resume);
    }
    if (!(joulesPerMebibyte >= 0 && joules >= 0)) {
      throw new IllegalArgumentException(
          "energy must not be negative: " + joulesPerMebibyte + ", " + joules);
    }
  }

  /**
   * {@return the basic model with the energy that the authors fitted on their Xen hosts, E = 0.512
   * V_mig + 20.165 J, and 20 ms to resume, a supposition}
   *
   * <p>The fitted figures here and in {@link #refined} are quoted from memory; no copy of the paper
   * was at hand. Its MB are read as MiB. Fit them again before trusting an absolute value.
   */
  public static LiuConstants basic() {
    return new LiuConstants(Duration.ofMillis(20), Optional.empty(), 0.512, 20.165);
  }

  /** {@return the refined model with the authors' fit: γ = −0.0463 T − 0.0001 D + 0.3586} */
  public static LiuConstants refined() {
    return new LiuConstants(
        Duration.ofMillis(20),
        Optional.of(new WorkingSet(-0.0463, -0.0001, 0.3586)),
        0.512,
        20.165);
  }

  /** {@return the same with another T_resume} */
  public LiuConstants withResume(Duration other) {
    return new LiuConstants(other, workingSet, joulesPerMebibyte, joules);
  }

  /**
   * The part of a round that is written so often that the next round leaves it out.
   *
   * @param perSecond a, of the round's duration
   * @param perPageRate b, of the dirty rate in pages of 4 KiB per second; the unit is a
   *     supposition: in MB/s the term would never matter
   * @param constant c
   */
  public record WorkingSet(double perSecond, double perPageRate, double constant) {
    /** {@return γ = a T + b D + c, cut to between nothing and all} */
    double fraction(double seconds, double pagesPerSecond) {
      return Math.clamp(perSecond * seconds + perPageRate * pagesPerSecond + constant, 0, 1);
    }
  }
}
