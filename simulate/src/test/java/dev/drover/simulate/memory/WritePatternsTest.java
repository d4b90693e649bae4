package dev.drover.simulate.memory;

import static dev.drover.simulate.memory.Patterns.ONE_EACH;
import static dev.drover.simulate.memory.Patterns.SECOND;
import static dev.drover.simulate.memory.Patterns.dirty;
import static dev.drover.simulate.memory.Patterns.hits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.drover.simulate.memory.PhasedWrites.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WritePatternsTest {
  private static final int PAGES = 5000;

  static List<Named<LongFunction<WritePattern>>> patterns() {
    return List.of(
        Named.of("uniform", seed -> new UniformWrites(PAGES, 1234.5, seed)),
        Named.of("hot and cold", seed -> new HotColdWrites(PAGES, 100, 0.9, 777, seed)),
        Named.of("Zipf", seed -> new ZipfWrites(PAGES, 1.1, 999.9, seed)),
        Named.of("phased", seed -> BdaWorkload.IKCS.pattern(PAGES, seed)),
        Named.of("replayed", seed -> new ReplayedTrace(trace(seed), ReplayedTrace.AtEnd.LOOP)),
        Named.of("held", seed -> new ReplayedTrace(trace(seed), ReplayedTrace.AtEnd.HOLD)));
  }

  private static MemoryTrace trace(long seed) {
    return Traces.drawn(PAGES, 40, new SplittableRandom(seed));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void write_spanSplitAtAnyMoments_dirtiesTheSamePages(LongFunction<WritePattern> make) {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] moments =
          LongStream.concat(
                  LongStream.of(0, 30 * SECOND),
                  random.longs(random.nextInt(200), 0, 30 * SECOND).map(t -> onTheTick(t, random)))
              .sorted()
              .toArray();
      int first = random.nextInt(moments.length);
      PageSet split = new PageSet(PAGES);
      WritePattern pattern = make.apply(seed);
      for (int i = first; i + 1 < moments.length; i++) {
        pattern.write(moments[i], moments[i + 1], split);
      }
      PageSet whole = dirty(make.apply(seed), moments[first], 30 * SECOND);
      assertThat(Patterns.pages(split)).as("seed %d", seed).isEqualTo(Patterns.pages(whole));
    }
  }

  /** Half of the moments fall on a tenth of a second, where intervals, phases and writes meet. */
  private static long onTheTick(long time, SplittableRandom random) {
    return random.nextBoolean() ? time : time / (SECOND / 10) * (SECOND / 10);
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void write_otherSeed_dirtiesOtherPages(LongFunction<WritePattern> make) {
    assertThat(Patterns.pages(dirty(make.apply(1), 0, SECOND / 10)))
        .isNotEqualTo(Patterns.pages(dirty(make.apply(2), 0, SECOND / 10)));
  }

  @Test
  void write_atAThousandASecond_comesEveryMillisecond() {
    WritePattern pattern = new UniformWrites(PAGES, 1000, 7);
    for (long k = 1; k <= 5000; k++) {
      long due = k * (SECOND / 1000);
      assertThat(dirty(pattern, due - 1, due).count()).as("write %d", k).isEqualTo(1);
      assertThat(dirty(pattern, due, due + SECOND / 1000 - 1).isEmpty()).isTrue();
    }
  }

  @Test
  void write_atRateZero_neverComes() {
    assertThat(dirty(new UniformWrites(10, 0, 1), 0, Long.MAX_VALUE).isEmpty()).isTrue();
  }

  /** Distinct pages after n writes are known: mean N(1 − (1 − 1/N)ⁿ), and from it the variance. */
  @ParameterizedTest
  @ValueSource(ints = {10, 1000, 4000, 20_000})
  void uniform_afterWrites_hasDirtiedWhatOccupancyTheoryExpects(int writes) {
    int n = 4000;
    int runs = 50;
    double sum = 0;
    for (int seed = 0; seed < runs; seed++) {
      sum += dirty(new UniformWrites(n, ONE_EACH, seed), 0, writes).count();
    }
    double clean = Math.exp(writes * Math.log1p(-1.0 / n));
    double bothClean = Math.exp(writes * Math.log1p(-2.0 / n));
    double variance = n * clean + (double) n * (n - 1) * bothClean - (n * clean) * (n * clean);
    double error = Math.sqrt(Math.max(variance, 0) / runs);
    assertThat(sum / runs).isCloseTo(n - n * clean, within(4 * error + 1e-9));
  }

  @Test
  void uniform_hits_areEvenByChiSquare() {
    int n = 1000;
    int writes = 200_000;
    double chiSquare =
        Arrays.stream(hits(new UniformWrites(n, ONE_EACH, 3), writes))
            .mapToDouble(hit -> (hit - 200.0) * (hit - 200.0) / 200.0)
            .sum();
    // 999 degrees of freedom: five standard deviations of √(2·999) about the mean.
    assertThat(chiSquare).isCloseTo(999, within(224.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 1.5, 3})
  void zipf_hits_fallWithTheRankToThePowerOfTheExponent(double exponent) {
    int writes = 400_000;
    int[] hits = hits(new ZipfWrites(500, exponent, ONE_EACH, 11), writes);
    int[] order = AliasTable.shuffled(500, 11);
    double harmonic =
        IntStream.rangeClosed(1, 500).mapToDouble(r -> 1 / Math.pow(r, exponent)).sum();
    for (int rank = 1; rank <= 500; rank++) {
      double expected = writes / Math.pow(rank, exponent) / harmonic;
      assertThat((double) hits[order[rank - 1]])
          .as("rank %d", rank)
          .isCloseTo(expected, within(5 * Math.sqrt(expected) + 3));
    }
  }

  @Test
  void hotCold_hits_divideByTheShareAndEvenlyWithin() {
    int writes = 500_000;
    int[] hits = hits(new HotColdWrites(1000, 50, 0.8, ONE_EACH, 5), writes);
    int[] order = AliasTable.shuffled(1000, 5);
    int hot = IntStream.range(0, 50).map(i -> hits[order[i]]).sum();
    assertThat((double) hot).isCloseTo(400_000, within(5 * Math.sqrt(writes * 0.16)));
    for (int i = 0; i < 1000; i++) {
      double expected = i < 50 ? 8000 : 100_000 / 950.0;
      assertThat((double) hits[order[i]]).isCloseTo(expected, within(5.5 * Math.sqrt(expected)));
    }
  }

  @Test
  void hotCold_hotPages_areScattered() {
    PageSet hot = dirty(new HotColdWrites(PAGES, 500, 1, ONE_EACH, 5), 0, 100_000);
    assertThat(hot.count()).isEqualTo(500);
    int inTheFirstTenth = 0;
    for (int page = hot.next(0); page >= 0 && page < PAGES / 10; page = hot.next(page + 1)) {
      inTheFirstTenth++;
    }
    assertThat(inTheFirstTenth).isBetween(20, 85);
  }

  @Test
  void hotCold_sameSeed_hasTheSameHotPagesAtAnotherSize() {
    PageSet few = dirty(new HotColdWrites(PAGES, 100, 1, ONE_EACH, 5), 0, 100_000);
    PageSet many = dirty(new HotColdWrites(PAGES, 200, 1, ONE_EACH, 5), 0, 100_000);
    few.removeAll(many);
    assertThat(few.isEmpty()).isTrue();
  }

  @Test
  void shuffled_always_holdsEveryPageOnce() {
    for (int n : new int[] {1, 2, 63, 1000}) {
      int[] order = AliasTable.shuffled(n, n);
      Arrays.sort(order);
      assertThat(order).isEqualTo(IntStream.range(0, n).toArray());
    }
  }

  @Test
  void phased_eachTurn_goesOnWhereItsPatternWas() {
    WritePattern busy = new UniformWrites(PAGES, 1000, 1);
    WritePattern quiet = new UniformWrites(PAGES, 10, 2);
    PhasedWrites phased =
        new PhasedWrites(
            List.of(
                new Phase(Duration.ofSeconds(2), busy), new Phase(Duration.ofSeconds(3), quiet)));
    assertThat(Patterns.pages(dirty(phased, 0, 2 * SECOND)))
        .isEqualTo(Patterns.pages(dirty(busy, 0, 2 * SECOND)));
    assertThat(Patterns.pages(dirty(phased, 2 * SECOND, 5 * SECOND)))
        .isEqualTo(Patterns.pages(dirty(quiet, 0, 3 * SECOND)));
    assertThat(Patterns.pages(dirty(phased, 6 * SECOND, 7 * SECOND)))
        .isEqualTo(Patterns.pages(dirty(busy, 3 * SECOND, 4 * SECOND)));
  }

  @Test
  void bdaWorkloads_inASecond_dirtyMuchLittleAndByTurns() {
    int pages = 262_144;
    int busy = dirty(BdaWorkload.KCS.pattern(pages, 1), 0, SECOND).count();
    int idle = dirty(BdaWorkload.IS.pattern(pages, 1), 0, SECOND).count();
    WritePattern turns = BdaWorkload.IKCS.pattern(pages, 1);
    assertThat(busy).isBetween(6000, 10_000);
    assertThat(idle).isBetween(50, 200);
    assertThat(dirty(turns, 9 * SECOND, 10 * SECOND).count()).isBetween(6000, 10_000);
    assertThat(dirty(turns, 10 * SECOND, 11 * SECOND).count()).isBetween(50, 200);
    assertThat(dirty(turns, 20 * SECOND, 21 * SECOND).count()).isBetween(6000, 10_000);
  }

  @Test
  void bdaWorkloads_idle_dirtiesInASecondAboutWhatTheRecordedGuestDid() {
    MemoryTrace trace = TraceReader.read(Path.of("../scenarios/traces/idle.trace.gz"));
    int recorded =
        medianPerSecond(new ReplayedTrace(trace, ReplayedTrace.AtEnd.LOOP), trace.length());
    int idle = medianPerSecond(BdaWorkload.IS.pattern(262_144, 1), trace.length());
    assertThat(idle).isCloseTo(recorded, withinPercentage(15));
  }

  private static int medianPerSecond(WritePattern pattern, long length) {
    int[] counts =
        LongStream.range(0, length / SECOND)
            .mapToInt(i -> dirty(pattern, i * SECOND, (i + 1) * SECOND).count())
            .sorted()
            .toArray();
    return counts[counts.length / 2];
  }

  @Test
  void guestMemory_pausedGuest_writesNothing() {
    GuestMemory memory = new GuestMemory(new UniformWrites(PAGES, 1000, 1));
    memory.pause(SECOND);
    memory.dirty().clear();
    memory.advance(10 * SECOND);
    assertThat(memory.dirty().isEmpty()).isTrue();
    memory.resume(10 * SECOND);
    memory.advance(11 * SECOND);
    assertThat(Patterns.pages(memory.dirty()))
        .isEqualTo(Patterns.pages(dirty(new UniformWrites(PAGES, 1000, 1), SECOND, 2 * SECOND)));
  }

  @Test
  void patterns_badArguments_areNamed() {
    assertThatThrownBy(() -> new UniformWrites(0, 1, 1)).hasMessageContaining("one page");
    assertThatThrownBy(() -> new UniformWrites(1, -1, 1)).hasMessageContaining("writesPerSecond");
    assertThatThrownBy(() -> new UniformWrites(1, Double.NaN, 1))
        .hasMessageContaining("writesPerSecond");
    assertThatThrownBy(() -> new HotColdWrites(10, 10, 1, 1, 1)).hasMessageContaining("hotPages");
    assertThatThrownBy(() -> new HotColdWrites(10, 5, 1.1, 1, 1)).hasMessageContaining("hotShare");
    assertThatThrownBy(() -> new ZipfWrites(10, -0.1, 1, 1)).hasMessageContaining("exponent");
    assertThatThrownBy(() -> new PhasedWrites(List.of())).hasMessageContaining("phases");
    assertThatThrownBy(() -> new Phase(Duration.ZERO, new UniformWrites(1, 1, 1)))
        .hasMessageContaining("duration");
    assertThatThrownBy(() ->
            new PhasedWrites(
                List.of(
                    new Phase(Duration.ofSeconds(1), new UniformWrites(1, 1, 1)),
                    new Phase(Duration.ofSeconds(1), new UniformWrites(2, 1, 1)))))
        .hasMessageContaining("number of pages");
    assertThatThrownBy(() -> BdaWorkload.parse("KC")).hasMessageContaining("is, kcs or ikcs");
  }
}
