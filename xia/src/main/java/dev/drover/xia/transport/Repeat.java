package dev.drover.xia.transport;

/** When to say something again that was not answered: ever less often, to a bound. Nanoseconds. */
final class Repeat {
  private final long longest;
  private final long since;
  private long wait;
  private long next;

  /** The first time is now. */
  Repeat(long first, long longest, long now) {
    this.wait = first;
    this.longest = longest;
    this.since = now;
    this.next = now;
  }

  /** {@return whether it is time; the next time is set then} */
  boolean due(long now) {
    if (now < next) {
      return false;
    }
    next = now + wait;
    wait = Math.min(2 * wait, longest);
    return true;
  }

  long deadline() {
    return next;
  }

  /** {@return for how long it has been said} */
  long age(long now) {
    return now - since;
  }
}
