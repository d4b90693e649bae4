package dev.drover.simulate.migration;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.WritePattern;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A guest that runs at one host, or stands. It has one memory and one clock, so that it cannot run
 * at two places; to stop a guest that stands, or to start one that runs, is a fault of the caller.
 */
public final class SimulatedGuest {
  private final String name;
  private final GuestMemory memory;
  private final PageSet zeroPages;
  private final Optional<WritePattern> reads;
  private String host;
  private boolean moving;

  /**
   * @param host where it runs
   * @param zeroPages never written so far, and sent as a header only; kept by the guest
   * @param reads the pages that it reads and does not write, as a pattern in the time since it was
   *     resumed at a destination: only post-copy, where to read a page may be a fault, asks for it
   */
  public SimulatedGuest(
      String name,
      String host,
      GuestMemory memory,
      PageSet zeroPages,
      Optional<WritePattern> reads) {
    if (zeroPages.pages() != memory.pages()) {
      throw new IllegalArgumentException(
          "guest "
              + name
              + " has "
              + memory.pages()
              + " pages, its zero pages are of "
              + zeroPages.pages());
    }
    this.name = name;
    this.host = host;
    this.memory = memory;
    this.zeroPages = zeroPages;
    this.reads = reads;
  }

  /** A guest without zero pages, whose reads are not modelled. */
  public SimulatedGuest(String name, String host, GuestMemory memory) {
    this(name, host, memory, new PageSet(memory.pages()), Optional.empty());
  }

  /** {@return a set in which each of {@code pages} is with probability {@code share}} */
  public static PageSet drawZeroPages(int pages, double share, RandomGenerator random) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share of zero pages must be in [0, 1]: " + share);
    }
    PageSet zero = new PageSet(pages);
    for (int page = 0; page < pages; page++) {
      if (random.nextDouble() < share) {
        zero.add(page);
      }
    }
    return zero;
  }

  public String name() {
    return name;
  }

  public GuestMemory memory() {
    return memory;
  }

  public Bytes memorySize() {
    return Bytes.of(memory.pages() * DirtyRate.PAGE.count());
  }

  /** {@return the host where it runs, or stood last} */
  public String host() {
    return host;
  }

  public boolean running() {
    return memory.running();
  }

  /** {@return whether a migration of it is under way} */
  public boolean moving() {
    return moving;
  }

  /** A migration from {@code source} takes it over. */
  void beginMove(String source) {
    if (moving) {
      throw new IllegalStateException("guest " + name + " is being moved already");
    }
    if (!running() || !host.equals(source)) {
      throw new IllegalArgumentException(
          "guest " + name + " does not run at " + source + ", where its route begins");
    }
    moving = true;
  }

  void endMove() {
    moving = false;
  }

  /** Stops it where it runs. */
  void pause(long now) {
    if (!running()) {
      throw new IllegalStateException("guest " + name + " does not run and cannot be paused");
    }
    memory.pause(now);
  }

  /** Has it run at {@code host} from now on, and nowhere else. */
  void resume(String host, long now) {
    if (running()) {
      throw new IllegalStateException(
          "guest " + name + " runs at " + this.host + " and must not run at " + host + " too");
    }
    this.host = host;
    memory.resume(now);
  }

  PageSet zeroPages() {
    return zeroPages;
  }

  Optional<WritePattern> reads() {
    return reads;
  }
}
