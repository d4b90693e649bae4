package dev.drover.xia.transport;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Signing and verifying, away from the threads that packets arrive on: one task at a time, as each
 * takes a processor whole, and a bounded number that wait. The thread ends when there is no work.
 */
final class Work {
  private final ThreadPoolExecutor executor;

  /**
   * @param most tasks that wait
   */
  Work(String name, int most) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(most),
            Thread.ofVirtual().name(name).factory());
    executor.allowCoreThreadTimeOut(true);
  }

  /** {@return whether the task will be done; false when too many wait} */
  boolean submit(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
