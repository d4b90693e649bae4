package dev.drover.lab.memory;

import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the memory of a running guest again and again, from outside: the guest goes on, and need
 * not help. Asks the kernel's soft-dirty bits where there are any, else compares the pages'
 * content.
 */
public final class MemoryRecorder implements AutoCloseable {
  private final String vm;
  private final GuestRam ram;
  private final PageWatch watch;

  /** Is told of each interval as it ends. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An interval has ended.
     *
     * @param end since the start of the recording
     * @param dirty the pages written in it; valid during the call only
     * @param look how long it took to find out
     */
    void interval(Duration end, BitSet dirty, Duration look);
  }

  private MemoryRecorder(String vm, GuestRam ram, PageWatch watch) {
    this.vm = vm;
    this.ram = ram;
    this.watch = watch;
  }

  /**
   * Gets ready to record the guest of a QEMU process.
   *
   * @throws LabException when its memory cannot be looked at
   */
  public static MemoryRecorder of(String vm, ProcessHandle qemu) {
    GuestRam ram = GuestRam.of(qemu.pid());
    try {
      PageWatch watch =
          SoftDirtyWatch.works() ? new SoftDirtyWatch(ram) : new PageContentWatch(ram);
      return new MemoryRecorder(vm, ram, watch);
    } catch (IOException e) {
      throw new LabException(
          "the memory of vm " + vm + " cannot be looked at (" + e + "); run it as root", e);
    }
  }

  public int pages() {
    return ram.pages();
  }

  /** {@return {@code soft-dirty} or {@code page-content}} */
  public String method() {
    return watch.method();
  }

  /**
   * Records for {@code span}, or until {@code stop} opens. When looking takes longer than {@code
   * every}, intervals are as long as that.
   *
   * @return whether it came to its end
   * @throws LabException when the guest is gone
   */
  public boolean record(Duration span, Duration every, CountDownLatch stop, Listener listener)
      throws InterruptedException {
    BitSet dirty = new BitSet(ram.pages());
    long origin = System.nanoTime();
    look(dirty);
    long end = 0;
    while (end < span.toNanos()) {
      long due = Math.min(end + every.toNanos(), span.toNanos());
      if (stop.await(due - (System.nanoTime() - origin), TimeUnit.NANOSECONDS)) {
        return false;
      }
      end = System.nanoTime() - origin;
      dirty.clear();
      look(dirty);
      listener.interval(
          Duration.ofNanos(end), dirty, Duration.ofNanos(System.nanoTime() - origin - end));
    }
    return true;
  }

  private void look(BitSet dirty) {
    try {
      watch.look(dirty);
    } catch (IOException e) {
      throw new LabException(
          "vm "
              + vm
              + " has ended or moved while its memory was recorded ("
              + e.getMessage()
              + "); record it again when it runs",
          e);
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      throw new LabException("the memory of vm " + vm + " cannot be let go: " + e, e);
    }
  }
}
