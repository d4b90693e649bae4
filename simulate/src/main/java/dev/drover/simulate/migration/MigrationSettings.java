package dev.drover.simulate.migration;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * What a migration costs beside its pages, and how it handles them.
 *
 * @param pageHeader sent before each page; all that is sent of a zero page
 * @param deviceState registers and devices, sent while the VM stands
 * @param pacing how a limit to the rate is kept
 * @param batchPages so many pages are read from memory at a time where it matters when they are:
 *     with a selection that skips pages dirtied again, or a {@code pacing} in slices
 * @param ceiling the most that the operator allows the migration, on the wire
 */
public record MigrationSettings(
    Bytes pageHeader,
    Bytes deviceState,
    Times times,
    Pacing pacing,
    int batchPages,
    Optional<BitRate> ceiling,
    PushSettings push) {
  /** Nothing costs anything but the pages' own bytes. */
  public static final MigrationSettings IDEAL =
      new MigrationSettings(
          Bytes.ZERO,
          Bytes.ZERO,
          Times.NONE,
          new Pacing.Smooth(),
          256,
          Optional.empty(),
          PushSettings.DEFAULT);

  /** Assumed, not measured: 8 B, 256 KiB, 50 ms, 1 ms and 20 ms; set what is known instead. */
  public static final MigrationSettings DEFAULT =
      new MigrationSettings(
          Bytes.of(8),
          Bytes.of(256 << 10),
          new Times(Duration.ofMillis(50), Duration.ofMillis(1), Duration.ofMillis(20)),
          new Pacing.Smooth(),
          256,
          Optional.empty(),
          PushSettings.DEFAULT);

  public MigrationSettings {
    if (batchPages < 1) {
      throw new IllegalArgumentException("a batch is 1 page at least: " + batchPages);
    }
  }

  /**
   * What takes time beside the sending.
   *
   * @param preparation from the start command to the first byte
   * @param roundPreparation to read the bitmap of dirty pages before each round but the first, and
   *     before the stop-and-copy; the VM runs
   * @param resume from the last byte that the destination needs until the VM runs there
   */
  public record Times(Duration preparation, Duration roundPreparation, Duration resume) {
    public static final Times NONE = new Times(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public Times {
      notNegative("preparation", preparation);
      notNegative("round preparation", roundPreparation);
      notNegative("resume", resume);
    }

    private static void notNegative(String field, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(field + " must not be negative: " + value);
      }
    }
  }

  public MigrationSettings withTimes(
      Duration preparation, Duration roundPreparation, Duration resume) {
    Times other = new Times(preparation, roundPreparation, resume);
    return new MigrationSettings(pageHeader, deviceState, other, pacing, batchPages, ceiling, push);
  }

  public MigrationSettings withEncoding(Bytes header, Bytes state) {
    return new MigrationSettings(header, state, times, pacing, batchPages, ceiling, push);
  }

  public MigrationSettings withPacing(Pacing other) {
    return new MigrationSettings(pageHeader, deviceState, times, other, batchPages, ceiling, push);
  }

  public MigrationSettings withCeiling(BitRate most) {
    return new MigrationSettings(
        pageHeader, deviceState, times, pacing, batchPages, Optional.of(most), push);
  }
}
