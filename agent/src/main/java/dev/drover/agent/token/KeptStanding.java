package dev.drover.agent.token;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One host's {@link Standing}, which is on the disk before anybody is told of it. Safe for use by
 * many threads.
 */
final class KeptStanding {
  private final Book book;
  private Standing standing;
  private long activeNanos = System.nanoTime();

  /** As it was left in the book. */
  KeptStanding(Book book) {
    this.book = book;
    this.standing = book.load();
  }

  synchronized Standing now() {
    return standing;
  }

  /** An answer, and how this host stands after it. */
  record Told<T>(T answer, Standing standing) {}

  /** {@return the answer to a question, after what it changes is kept} */
  synchronized <T> Told<T> answer(Function<Standing, Standing.Answer<T>> question) {
    Standing.Answer<T> answer = question.apply(standing);
    keep(answer.next());
    return new Told<>(answer.answer(), standing);
  }

  synchronized void change(UnaryOperator<Standing> how) {
    keep(how.apply(standing));
  }

  /** Changes what is still as {@code expected}; {@return whether it was}. */
  synchronized boolean change(Part expected, UnaryOperator<Standing> how) {
    if (!standing.part().equals(expected)) {
      return false;
    }
    keep(how.apply(standing));
    return true;
  }

  private void keep(Standing next) {
    if (!next.equals(standing)) {
      book.save(next);
      standing = next;
      activeNanos = System.nanoTime();
      notifyAll();
    }
  }

  /**
   * Waits until there is something to do, or nothing has changed for so long that the token that
   * was here last may be lost.
   *
   * @return that token; empty when there is something to do
   */
  synchronized Optional<Token> awaitSilence(Duration silence) throws InterruptedException {
    while (standing.part() instanceof Part.Idle
        && (standing.last().isEmpty() || left(silence) > 0)) {
      wait(standing.last().isEmpty() ? 0 : left(silence));
    }
    if (!(standing.part() instanceof Part.Idle)) {
      return Optional.empty();
    }
    activeNanos = System.nanoTime();
    return standing.last();
  }

  /** In milliseconds; not above zero when it has lasted long enough. */
  private long left(Duration silence) {
    long left = silence.toNanos() - (System.nanoTime() - activeNanos);
    return Math.ceilDiv(left, 1_000_000L);
  }
}
