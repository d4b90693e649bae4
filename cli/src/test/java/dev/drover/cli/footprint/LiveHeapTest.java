package dev.drover.cli.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LiveHeapTest {
  private static final String HISTOGRAM =
      """
      4711:
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:         21000        1500000  [B (java.base@25)
         2:           300         200000  [J (java.base@25)
         3:            90          40000  [I (java.base@25)
         4:            10            960  [[I (java.base@25)
         5:             3            120  Itinerary
      Total         21403        1741080
      """;

  @Test
  void parse_histogram_addsArraysOfNumbersAlone() {
    assertThat(LiveHeap.parse(HISTOGRAM)).isEqualTo(new LiveHeap(1_741_080, 240_000));
  }

  @Test
  void parse_whatIsNone_isRefused() {
    assertThatThrownBy(() -> LiveHeap.parse("4711:\ncom.sun.tools.attach: no such process\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
