package dev.drover.decide.rounds;

/** Whether another live round follows. */
public sealed interface StopDecision {
  /** The one value of {@link Continue}. */
  Continue CONTINUE = new Continue();

  /** Another live round. */
  record Continue() implements StopDecision {}

  /**
   * The VM is paused and the rest sent.
   *
   * @param condition its short name, to be counted by: {@code rounds}, {@code threshold}, {@code
   *     traffic}, {@code dirty-rate}, {@code downtime-limit}
   * @param reason in one sentence, with the figures
   */
  record StopAndCopy(String condition, String reason) implements StopDecision {}
}
