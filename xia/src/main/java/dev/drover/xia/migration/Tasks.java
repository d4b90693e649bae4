package dev.drover.xia.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Threads that end together: the first that fails has the others interrupted. */
final class Tasks {
  /** What one of them does; it may block. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException, InterruptedException;
  }

  private final String name;
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Exception failure;

  Tasks(String name) {
    this.name = name;
  }

  /** Begins one, unless another has failed already. */
  synchronized void start(String what, Task task) {
    if (failure == null) {
      threads.add(Thread.ofVirtual().name(name + " " + what).start(() -> run(task)));
    }
  }

  private void run(Task task) {
    boolean ended = false;
    try {
      task.run();
      ended = true;
    } catch (IOException | InterruptedException | RuntimeException e) {
      fail(e);
    } finally {
      if (!ended) {
        // An error, such as no memory: it must not be taken for an end in order.
        fail(new IllegalStateException(Thread.currentThread().getName() + " died"));
      }
    }
  }

  /** Ends all of them, as if one had failed by this; only the first cause counts. */
  synchronized void fail(Exception cause) {
    if (failure == null) {
      failure = cause;
      threads.forEach(Thread::interrupt);
    }
  }

  /** {@return what failed first, when all have ended} */
  Optional<Exception> await() throws InterruptedException {
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(threads);
    }
    for (Thread each : all) {
      each.join();
    }
    synchronized (this) {
      return Optional.ofNullable(failure);
    }
  }
}
