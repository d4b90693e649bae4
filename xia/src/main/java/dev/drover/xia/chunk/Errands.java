package dev.drover.xia.chunk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was resolved with a lock and is to be done without it, in the order in which it was: packets
 * to be sent, chunks to be verified.
 */
final class Errands {
  private static final Logger LOG = System.getLogger(Errands.class.getName());

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** How often somebody came to do them; whoever comes first does them for all. */
  private final AtomicInteger came = new AtomicInteger();

  void add(Runnable errand) {
    waiting.add(errand);
  }

  /** Returns when all are done that were added before, or another thread is about it. */
  void run() {
    if (came.getAndIncrement() != 0) {
      return;
    }
    for (int seen = 1; seen != 0; seen = came.addAndGet(-seen)) {
      for (Runnable errand = waiting.poll(); errand != null; errand = waiting.poll()) {
        runOne(errand);
      }
    }
  }

  private static void runOne(Runnable errand) {
    try {
      errand.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a request was not sent or a chunk not delivered", e);
    }
  }
}
