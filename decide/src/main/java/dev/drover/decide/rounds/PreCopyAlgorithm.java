package dev.drover.decide.rounds;

import dev.drover.decide.bandwidth.RoundBandwidth;

/**
 * A pre-copy algorithm as the papers name one: which pages a round sends, and how fast. When the
 * rounds end is chosen apart ({@link StopCondition}).
 */
public record PreCopyAlgorithm(
    String name, String description, PageSelection selection, RoundBandwidth bandwidth) {
  public PreCopyAlgorithm {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
  }
}
