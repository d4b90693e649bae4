package dev.drover.cli.house;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The two monitors of a QEMU. Its agent holds one of them, the spare one if the first was slow to
 * greet; the other is the tests'. A monitor serves one at a time: the watch on ownership and the
 * test would keep each other out.
 */
final class Monitors {
  private final Lock one = new ReentrantLock(true);
  private final Path first;
  private final Path spare;
  private Path free;

  Monitors(Path directory) {
    this.first = directory.resolve("qmp.sock");
    this.spare = directory.resolve("qmp-spare.sock");
    this.free = spare;
  }

  Optional<JsonNode> ask(String command) {
    return atTheFreeOne(socket -> Qmp.ask(socket, command));
  }

  /**
   * Waits for an event; until then nobody else can ask.
   *
   * @param listening is run once the event cannot be missed any more
   */
  JsonNode await(String event, Runnable listening) throws IOException {
    one.lock();
    try (Qmp qmp = greeted()) {
      listening.run();
      return qmp.await(event);
    } finally {
      one.unlock();
    }
  }

  private Qmp greeted() {
    AtomicReference<Optional<Qmp>> found = new AtomicReference<>(Optional.empty());
    House.await(
        Duration.ofSeconds(60),
        "a monitor to greet",
        () -> {
          found.set(atTheFreeOne(Qmp::greeted));
          return found.get().isPresent();
        });
    return found.get().orElseThrow();
  }

  private <T> Optional<T> atTheFreeOne(Function<Path, Optional<T>> asking) {
    one.lock();
    try {
      Optional<T> answer = asking.apply(free);
      if (answer.isPresent()) {
        return answer;
      }
      Path other = free.equals(spare) ? first : spare;
      answer = asking.apply(other);
      if (answer.isPresent()) {
        free = other;
      }
      return answer;
    } finally {
      one.unlock();
    }
  }
}
