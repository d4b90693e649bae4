package dev.drover.sdn.connection;

import dev.drover.sdn.control.SwitchChannel;
import dev.drover.sdn.control.SwitchEvents;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.Port;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Notes what it is told. */
final class Witness implements SwitchEvents {
  /** Something that happened at a switch. */
  sealed interface Event {
    record Joined(SwitchChannel channel, FeaturesReply features, List<Port> ports)
        implements Event {}

    record Received(long datapathId, Message message) implements Event {}

    record Left(long datapathId, String why) implements Event {}
  }

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean received = new AtomicBoolean();
  private final AtomicInteger busyTicks = new AtomicInteger();
  private final AtomicLong lastTick = new AtomicLong();

  @Override
  public void joined(SwitchChannel channel, FeaturesReply features, List<Port> ports, long nanos) {
    events.add(new Event.Joined(channel, features, ports));
  }

  @Override
  public void received(SwitchChannel channel, Message message, long nanos) {
    received.set(true);
    events.add(new Event.Received(channel.datapathId(), message));
  }

  @Override
  public void left(SwitchChannel channel, String why, long nanos) {
    events.add(new Event.Left(channel.datapathId(), why));
  }

  @Override
  public void tick(long nanos) {
    lastTick.set(nanos);
    if (received.getAndSet(false)) {
      busyTicks.incrementAndGet();
    }
  }

  /** {@return when the last tick was} */
  long tickedNanos() {
    return lastTick.get();
  }

  /** {@return how many ticks came after messages that had come since the one before} */
  int busyTicks() {
    return busyTicks.get();
  }

  /** {@return what happens next; fails when nothing does within {@code seconds}} */
  Event next(long seconds) throws InterruptedException {
    Event event = events.poll(seconds, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing happened in " + seconds + " s");
    }
    return event;
  }

  Event next() throws InterruptedException {
    return next(60);
  }

  /** {@return what happens next, which must be of this kind} */
  <E extends Event> E next(Class<E> kind) throws InterruptedException {
    Event event = next();
    if (!kind.isInstance(event)) {
      throw new AssertionError("not " + kind.getSimpleName() + " but " + event);
    }
    return kind.cast(event);
  }

  @Nullable Event peek() {
    return events.peek();
  }
}
