package dev.drover.agent;

import dev.drover.agent.net.HostNetwork;
import dev.drover.agent.net.NetworkException;
import dev.drover.agent.vm.DurableRecords;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.model.Reservation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reservations in force, remembered across restarts of the agent. One that outlives every
 * migration for long is removed: its controller must have died.
 */
final class Reservations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reservations.class);
  private static final Duration ORPHANED = Duration.ofMinutes(2);
  private static final Duration CHECK = Duration.ofSeconds(5);

  private final HostNetwork network;
  private final DurableRecords<Reservation> records;
  private final BooleanSupplier migrating;
  private final Thread watcher = Thread.ofVirtual().name("reservations").unstarted(this::watch);
  private boolean any;
  private long neededNanos = System.nanoTime();

  Reservations(Path directory, HostNetwork network, BooleanSupplier migrating) {
    this.network = network;
    this.records =
        new DurableRecords<>(directory.resolve("records/reservations"), Reservation.class);
    this.migrating = migrating;
  }

  /** Puts back what an earlier agent had reserved; what cannot be put back is forgotten. */
  synchronized void recover() {
    records
        .load()
        .forEach((key, reservation) -> {
          try {
            network.reserve(reservation);
            any = true;
          } catch (IllegalArgumentException | NetworkException e) {
            LOG.warn("{} reservation not restored: {}", key, e.getMessage());
            records.delete(key);
          }
        });
    watcher.start();
  }

  synchronized void reserve(Reservation reservation) {
    try {
      network.reserve(reservation);
    } catch (IllegalArgumentException | NetworkException e) {
      throw new CallException(Kind.REFUSED, String.valueOf(e.getMessage()), e);
    }
    records.save(key(reservation), reservation);
    any = true;
    neededNanos = System.nanoTime();
  }

  synchronized void release() {
    network.release();
    records.load().keySet().forEach(records::delete);
    any = false;
  }

  private static String key(Reservation reservation) {
    return reservation.direction().name().toLowerCase(Locale.ROOT);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(CHECK);
        try {
          releaseOrphans();
        } catch (NetworkException e) {
          LOG.warn("reservations not removed: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized void releaseOrphans() {
    if (!any || migrating.getAsBoolean()) {
      neededNanos = System.nanoTime();
    } else if (System.nanoTime() - neededNanos > ORPHANED.toNanos()) {
      LOG.info("no migration for {} s: reservations removed", ORPHANED.toSeconds());
      release();
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
