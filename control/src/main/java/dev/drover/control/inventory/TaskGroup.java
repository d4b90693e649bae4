package dev.drover.control.inventory;

import dev.drover.calls.CallException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Tasks on virtual threads that do not outlive a block: leaving it waits for them all. A thread
 * that is interrupted while it waits goes on waiting and stays marked as interrupted, because what
 * the tasks do (moving VMs) must be brought to its end.
 */
public final class TaskGroup implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public <T> Future<T> fork(Callable<T> task) {
    return threads.submit(task);
  }

  /** {@return what the task returned; what it threw is thrown again} */
  public static <T> T join(Future<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What one agent said. */
  public sealed interface Answer<V> {
    /** It answered. */
    record Told<V>(V value) implements Answer<V> {}

    /** It refused or could not be reached. */
    record Refused<V>(CallException why) implements Answer<V> {}
  }

  /** {@return the answers to one question, put to every host at once, by host name} */
  public static <V> SortedMap<String, Answer<V>> ask(
      Collection<String> hosts, Function<String, V> question) {
    SortedMap<String, Answer<V>> answers = new TreeMap<>();
    try (TaskGroup group = new TaskGroup()) {
      Map<String, Future<Answer<V>>> tasks = new LinkedHashMap<>();
      for (String host : hosts) {
        tasks.put(host, group.fork(() -> answer(host, question)));
      }
      tasks.forEach((host, task) -> answers.put(host, join(task)));
    }
    return answers;
  }

  private static <V> Answer<V> answer(String host, Function<String, V> question) {
    try {
      return new Answer.Told<>(question.apply(host));
    } catch (CallException e) {
      return new Answer.Refused<>(e);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
