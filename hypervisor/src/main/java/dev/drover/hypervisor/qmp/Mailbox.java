package dev.drover.hypervisor.qmp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * One listener's queue: every event of a connection, and the replies to the commands sent through
 * it, in the order in which QEMU wrote them. Putting in never waits, so a listener that is slow, or
 * never looks, harms nobody; what a full mailbox drops is {@linkplain QmpEvent#expendable
 * expendable} and counted.
 */
public final class Mailbox implements AutoCloseable {
  /** Items kept before expendable events are dropped. */
  static final int CAPACITY = 4096;

  /** What can be found in a mailbox. */
  public sealed interface Item {
    /** Something happened, at QEMU's host clock. */
    record Event(QmpEvent event, Instant at) implements Item {}

    /** The command sent with this id succeeded. */
    record Reply(long id, JsonNode value) implements Item {}

    /** The command sent with this id did not succeed. */
    record Failure(long id, QmpException cause) implements Item {}

    /** The connection ended; nothing follows. */
    record Disconnected(QmpException cause) implements Item {}
  }

  private final QmpClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<Item> items = new ArrayDeque<>();
  private long dropped;
  private boolean nudged;

  Mailbox(QmpClient client) {
    this.client = client;
  }

  /**
   * Sends a command and returns at once.
   *
   * @return the id that its reply will carry
   */
  public long send(QmpCommand<?> command) {
    return client.send(command, this);
  }

  /**
   * {@return the next item; empty when {@code timeout} passed first or {@link #nudge} was called}
   */
  public Optional<Item> next(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (items.isEmpty() && !nudged && left > 0) {
        left = filled.awaitNanos(left);
      }
      nudged = false;
      return Optional.ofNullable(items.poll());
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the thread that waits for an item, or the next one that will. */
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** {@return how many events were dropped because nobody looked} */
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  void put(Item item) {
    lock.lock();
    try {
      if (items.size() >= CAPACITY && item instanceof Item.Event(QmpEvent event, _)) {
        if (event.expendable()) {
          dropped++;
          return;
        }
        int before = items.size();
        items.removeIf(old -> old instanceof Item.Event(QmpEvent e, _) && e.expendable());
        dropped += before - items.size();
      }
      items.add(item);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the mailbox off the connection. */
  @Override
  public void close() {
    client.remove(this);
  }
}
