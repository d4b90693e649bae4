package dev.drover.agent.token;

/** What a host has to do with the token. */
sealed interface Part {
  /** Nothing now. */
  record Idle() implements Part {}

  /** It is the turn of one of this host's VMs. */
  record Holding(Token token) implements Part {}

  /**
   * It is being passed to a VM elsewhere, or may have been: no answer has come yet. Until one has,
   * it must go to nobody else in this generation.
   */
  record Passing(Token token) implements Part {}

  /**
   * It was passed on, and this host watches over it until the next host has passed it on to a
   * third.
   *
   * @param host the static address of the one that has it
   */
  record Watching(Token token, int host) implements Part {}
}
