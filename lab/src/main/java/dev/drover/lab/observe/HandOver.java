package dev.drover.lab.observe;

import dev.drover.hypervisor.qmp.Mailbox;
import dev.drover.hypervisor.qmp.QmpClient;
import dev.drover.hypervisor.qmp.QmpEvent;
import dev.drover.hypervisor.qmp.QmpException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a VM that migrates stopped at its source and ran at its destination: both QEMUs say so, with
 * the microsecond. It looks on by their spare sockets, and changes nothing.
 */
public final class HandOver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
  private static final Duration GREETING = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofMillis(20);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Thread source;
  private final Thread destination;
  private volatile Optional<Instant> stopped = Optional.empty();
  private volatile Optional<Instant> resumed = Optional.empty();

  /**
   * Looks from now on; the destination's QEMU may come later.
   *
   * @param source the sockets of the QEMU where the VM runs, to be tried in turn: its agent has
   *     one, and not the same always
   * @param destination the spare socket of the QEMU to be; the other is its agent's to take
   */
  public static HandOver watch(List<Path> source, Path destination) {
    return new HandOver(source, destination);
  }

  private HandOver(List<Path> source, Path destination) {
    this.source = thread(source, this::atSource);
    this.destination = thread(List.of(destination), this::atDestination);
  }

  private static Thread thread(List<Path> sockets, Consumer<Mailbox.Item.Event> heard) {
    return Thread.ofVirtual()
        .name("look on " + sockets.getFirst())
        .start(() -> look(sockets, heard));
  }

  private void atSource(Mailbox.Item.Event event) {
    if (event.event() instanceof QmpEvent.Stop) {
      stopped = Optional.of(event.at());
    }
  }

  /** It runs once; what stops and goes on later is another matter. */
  private void atDestination(Mailbox.Item.Event event) {
    if (event.event() instanceof QmpEvent.Resume && resumed.isEmpty()) {
      resumed = Optional.of(event.at());
    }
  }

  private static void look(List<Path> sockets, Consumer<Mailbox.Item.Event> heard) {
    try (QmpClient client = connect(sockets);
        Mailbox mailbox = client.subscribe()) {
      while (true) {
        switch (mailbox.next(LOOK).orElse(null)) {
          case Mailbox.Item.Event event -> {
            LOG.debug("{}: {} at {}", sockets.getFirst(), event.event().name(), event.at());
            heard.accept(event);
          }
          case Mailbox.Item.Disconnected _ -> {
            return;
          }
          case Mailbox.Item.Reply _, Mailbox.Item.Failure _ -> {}
          case null -> {}
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static QmpClient connect(List<Path> sockets) throws InterruptedException {
    for (int turn = 0; true; turn++) {
      Path socket = sockets.get(turn % sockets.size());
      if (Files.exists(socket)) {
        try {
          return QmpClient.connect(socket, GREETING);
        } catch (QmpException e) {
          // What an earlier QEMU has left, or one that does not listen yet.
          LOG.debug("{}", socket, e);
        }
      }
      Thread.sleep(RETRY);
    }
  }

  /** {@return when the VM stopped at its source the last time, µs since the epoch} */
  public Optional<Long> stoppedUs() {
    return stopped.map(HandOver::micros);
  }

  /** {@return when it ran at its destination, µs since the epoch} */
  public Optional<Long> resumedUs() {
    return resumed.map(HandOver::micros);
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  @Override
  public void close() {
    source.interrupt();
    destination.interrupt();
  }
}
