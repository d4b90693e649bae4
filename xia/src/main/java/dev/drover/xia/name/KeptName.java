package dev.drover.xia.name;

import dev.drover.xia.stack.Network;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** A name that is registered again and again, until it is closed. */
public final class KeptName implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KeptName.class.getName());

  /** Two may be lost. */
  private static final int TIMES_A_LIFE = 3;

  private static final long SILENCE_NANOS = 1_000_000_000;

  private final Network network;
  private final Attempt attempt;
  private final Duration every;
  private final Consumer<Enrolment> told;
  private final Name name;

  /** A permit is a reason to register anew. */
  private final Semaphore reasons = new Semaphore(1);

  private final Network.Binding moves;
  private final Thread thread;

  /** Registers once. */
  interface Attempt {
    Enrolment run() throws InterruptedException;
  }

  KeptName(Network network, Attempt attempt, Duration life, Consumer<Enrolment> told, Name name) {
    if (!life.isPositive()) {
      throw new IllegalArgumentException("life must be above 0, not " + life);
    }
    this.network = network;
    this.attempt = attempt;
    this.every = life.dividedBy(TIMES_A_LIFE);
    this.told = told;
    this.name = name;
    this.moves = network.onMove(reasons::release);
    this.thread = Thread.ofVirtual().name("xia-name-" + name).start(this::work);
  }

  private void work() {
    Network.Timer timer = () -> {};
    try {
      while (true) {
        reasons.acquire();
        // A move while it is asked is a reason of its own.
        reasons.drainPermits();
        Enrolment enrolment = attempt.run();
        if (enrolment instanceof Enrolment.Refused(Refusal reason)) {
          LOG.log(Level.WARNING, "the name server refused " + name + ": " + reason.why());
        }
        told.accept(enrolment);
        timer.cancel();
        timer = network.after(pause(enrolment), reasons::release);
      }
    } catch (InterruptedException e) {
      timer.cancel();
      LOG.log(Level.DEBUG, "the name {0} is not kept any more", name);
    }
  }

  private long pause(Enrolment last) {
    return switch (last) {
      case Enrolment.Done _, Enrolment.Refused _ -> every.toNanos();
      // It asked several times already.
      case Enrolment.Unavailable _ -> Math.min(every.toNanos(), SILENCE_NANOS);
    };
  }

  /** Lets the name expire. */
  @Override
  public void close() {
    moves.close();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
