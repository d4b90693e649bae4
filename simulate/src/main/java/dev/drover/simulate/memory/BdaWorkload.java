package dev.drover.simulate.memory;

import dev.drover.simulate.memory.PhasedWrites.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The three workloads of the BDA paper, section 4.3. The paper names them and gives no figure, so
 * these are chosen:
 *
 * <ul>
 *   <li>The rate of a compiling guest is the higher of the two of the E-N paper's evaluation,
 *       10,000 pages a second; nine of ten writes hit a working set of 64 MiB (the compiler's heap
 *       and stack, used anew for every file), the rest lie anywhere (objects, page cache).
 *   <li>An idle guest writes 200 times a second, nine of ten within 1 MiB, which dirties 149
 *       different pages in a second; the idle guest recorded in {@code scenarios/traces} dirtied
 *       155.
 *   <li>The intermittent guest compiles for 10 s and is idle for 10 s: a few rounds of pre-copy at
 *       1 GiB and some 100 Mbit/s fall into each.
 * </ul>
 *
 * In guests too small for it the working set is half of the memory.
 */
public enum BdaWorkload {
  /** Idle system. */
  IS,
  /** Kernel compilation. */
  KCS,
  /** Intermittent kernel compilation. */
  IKCS;

  private static final int COMPILE_WORKING_SET = 16_384;
  private static final double COMPILE_WRITES_PER_SECOND = 10_000;
  private static final int IDLE_WORKING_SET = 256;
  private static final double IDLE_WRITES_PER_SECOND = 200;
  private static final double HOT_SHARE = 0.9;
  private static final Duration TURN = Duration.ofSeconds(10);

  /**
   * Reads {@code is}, {@code kcs} or {@code ikcs}.
   *
   * @throws IllegalArgumentException when it is none of them
   */
  public static BdaWorkload parse(String text) {
    for (BdaWorkload workload : values()) {
      if (workload.toString().equals(text)) {
        return workload;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not a workload; use is, kcs or ikcs");
  }

  /** {@return the writes of a guest with so many pages of 4 KiB, at least 2} */
  public WritePattern pattern(int pages, long seed) {
    return switch (this) {
      case IS -> idle(pages, seed);
      case KCS -> compile(pages, seed);
      case IKCS ->
          new PhasedWrites(
              List.of(new Phase(TURN, compile(pages, seed)), new Phase(TURN, idle(pages, seed))));
    };
  }

  private static WritePattern idle(int pages, long seed) {
    return hot(pages, IDLE_WORKING_SET, IDLE_WRITES_PER_SECOND, seed);
  }

  private static WritePattern compile(int pages, long seed) {
    return hot(pages, COMPILE_WORKING_SET, COMPILE_WRITES_PER_SECOND, seed);
  }

  private static WritePattern hot(int pages, int workingSet, double writesPerSecond, long seed) {
    return new HotColdWrites(
        pages, Math.min(workingSet, pages / 2), HOT_SHARE, writesPerSecond, seed);
  }

  /** {@return the name used in scenario files, such as {@code ikcs}} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
