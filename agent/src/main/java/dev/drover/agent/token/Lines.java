package dev.drover.agent.token;

/** How other hosts are asked. Safe for use by many threads. */
interface Lines {
  /** {@return what became of a request to whoever answers at {@code address}; blocks} */
  Reply ask(int address, Message request);

  /** What became of a request. */
  sealed interface Reply {
    /** It was answered. */
    record Told(Message answer) implements Reply {}

    /** It was not sent: nobody there has heard of it. */
    record NotSent(String why) implements Reply {}

    /** It may have arrived, or not. */
    record NoAnswer(String why) implements Reply {}
  }
}
