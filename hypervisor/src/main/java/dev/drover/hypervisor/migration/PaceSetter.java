package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.Pace;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells QEMU how fast a round is to be, at once and, where that is not all, a little later. */
final class PaceSetter {
  private static final Logger LOG = LoggerFactory.getLogger(PaceSetter.class);

  private final Monitor monitor;

  /** Whether QEMU can be told with what bandwidth to reckon the downtime. */
  private final boolean reckons;

  private final ReentrantLock lock = new ReentrantLock();

  /** How many paces have been set; changed with the lock held. */
  private long paces;

  PaceSetter(Monitor monitor, boolean reckons) {
    this.monitor = monitor;
    this.reckons = reckons;
  }

  /**
   * Sets a pace in place of an earlier one.
   *
   * @param goesOn whether the migration still wants what is set later
   */
  void pace(Pace next, BooleanSupplier goesOn) {
    long own;
    lock.lock();
    try {
      own = ++paces;
      Settings.set(monitor, Pacing.now(next, reckons));
    } finally {
      lock.unlock();
    }
    Map<String, Long> later = Pacing.settled(next, reckons);
    if (!later.isEmpty()) {
      Thread.ofVirtual().name("pace").start(() -> settle(own, later, goesOn));
    }
  }

  /** Nothing is set when another pace has come since. */
  private void settle(long own, Map<String, Long> parameters, BooleanSupplier goesOn) {
    try {
      Thread.sleep(Pacing.SETTLED);
      lock.lock();
      try {
        if (paces == own && goesOn.getAsBoolean()) {
          Settings.set(monitor, parameters);
        }
      } finally {
        lock.unlock();
      }
    } catch (HypervisorException e) {
      LOG.debug("the pace is not settled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
