package dev.drover.decide.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every page selection, and rounds on a set of pages. */
final class PreCopyAlgorithmsTest {
  private static final int PAGES = 10_000;
  private static final int HOT = 500;
  private static final int ROUNDS = 12;

  static List<String> names() {
    return PreCopyAlgorithms.names();
  }

  @Test
  void names_areUniqueAndHoldThePapers() {
    assertThat(PreCopyAlgorithms.names())
        .doesNotHaveDuplicates()
        .contains("pca", "ppc", "bda", "xen-incremental");
    assertThatThrownBy(() -> PreCopyAlgorithms.named("pcb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'pcb'")
        .hasMessageContaining("ppc");
  }

  @Test
  void papersAlgorithms_combineWhatTheyName() {
    assertThat(selection("pca")).isInstanceOf(AllDirtyPages.class);
    assertThat(selection("ppc")).isInstanceOf(PredictedPages.class);
    assertThat(selection("bda")).isInstanceOf(PredictedPages.class);
    assertThat(PreCopyAlgorithms.named("ppc").bandwidth().name()).isEqualTo("xen-default");
    assertThat(PreCopyAlgorithms.named("bda").bandwidth().name()).isEqualTo("bda");
  }

  @ParameterizedTest
  @MethodSource("names")
  void page_thatIsLeftAlone_isSentBeforeItsHistoryIsForgotten(String name) {
    PageSelection selection = selection(name);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      long history = random.nextLong();
      int left = 0;
      while (selection.holdsBack(history)) {
        history <<= 1;
        left++;
      }
      assertThat(left).as("%x", history).isLessThanOrEqualTo(PageSelection.HISTORY);
    }
    assertThat(selection.holdsBack(0)).isFalse();
    assertThat(PreCopyAlgorithms.named(name).description()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("names")
  void selection_looksAtNoMoreThanItsHistory(String name) {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 20_000; i++) {
      long history = random.nextLong();
      assertThat(selection(name).holdsBack(history))
          .as("%x", history)
          .isEqualTo(selection(name).holdsBack(history & (1L << PageSelection.HISTORY) - 1));
    }
  }

  /** Hot pages are written in every round, cold ones in one of 50. */
  @Test
  void ppc_onAHotSet_sendsLittleButWhatPcaSendsAgainAndAgain() {
    long pca = sent(new AllDirtyPages(), 7);
    long ppc = sent(PredictedPages.defaults(), 7);
    assertThat(pca).isGreaterThan(PAGES + (ROUNDS - 1) * (long) HOT);
    assertThat(ppc).isLessThan(pca - (ROUNDS - 4) * (long) HOT).isGreaterThan(PAGES);
  }

  @Test
  void predicted_asInItsJavadoc() {
    PredictedPages predicted = PredictedPages.defaults();
    assertThat(predicted.probability(0b1)).isEqualTo(0.5);
    assertThat(predicted.probability(0b11)).isEqualTo(0.75);
    assertThat(predicted.probability(0b101)).isEqualTo(0.625);
    assertThat(predicted.holdsBack(0b1)).isFalse();
    assertThat(predicted.holdsBack(0b11)).isTrue();
    assertThat(predicted.holdsBack(0b101)).isTrue();
    assertThat(predicted.holdsBack(0b1001)).isFalse();
    assertThat(predicted.holdsBack(0b1111_1110)).isFalse();
  }

  @Test
  void skipRedirtied_keepsWhatItWraps() {
    PageSelection skip = new SkipRedirtied(PredictedPages.defaults());
    assertThat(skip.sendsRedirtied()).isFalse();
    assertThat(skip.holdsBack(0b11)).isTrue();
    assertThat(new AllDirtyPages().sendsRedirtied()).isTrue();
  }

  @Test
  void predictor_outOfRange_isRefused() {
    assertThatThrownBy(() -> new PredictedPages(1, 8, 0.5)).hasMessageContaining("weight");
    assertThatThrownBy(() -> new PredictedPages(0.5, 17, 0.5)).hasMessageContaining("rounds");
    assertThatThrownBy(() -> new PredictedPages(0.5, 8, 0)).hasMessageContaining("threshold");
  }

  private static PageSelection selection(String name) {
    return PreCopyAlgorithms.named(name).selection();
  }

  /** Pages sent in so many live rounds and the stop-and-copy. */
  private static long sent(PageSelection selection, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] dirty = new boolean[PAGES];
    Arrays.fill(dirty, true);
    char[] history = new char[PAGES];
    long sent = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      for (int page = 0; page < PAGES; page++) {
        if (dirty[page] && !selection.holdsBack(history[page])) {
          dirty[page] = false;
          sent++;
        }
        boolean written = page < HOT || random.nextInt(50) == 0;
        dirty[page] |= written;
        history[page] = (char) (history[page] << 1 | (written ? 1 : 0));
      }
    }
    for (boolean left : dirty) {
      sent += left ? 1 : 0;
    }
    return sent;
  }
}
