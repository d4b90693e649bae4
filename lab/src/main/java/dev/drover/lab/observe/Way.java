package dev.drover.lab.observe;

import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import java.io.IOException;

/** How questions get to a guest and answers back; one thread asks while another awaits. */
interface Way extends AutoCloseable {
  /** Opens a way. */
  @FunctionalInterface
  interface Opener {
    /** Fails when there is none now. */
    Way open() throws IOException, InterruptedException;
  }

  /** Sends a question; may wait until there is room for it. */
  void ask(Question question) throws IOException, InterruptedException;

  /**
   * Waits for an answer, whichever question it is to.
   *
   * @throws IOException when none will come this way any more
   */
  Answer await() throws IOException, InterruptedException;

  /** {@return whether what was asked may be lost, so that it must be asked again} */
  boolean loses();

  /** Nothing came for a while: the guest may be elsewhere. Does not wait. */
  default void silent() {}

  @Override
  void close();
}
