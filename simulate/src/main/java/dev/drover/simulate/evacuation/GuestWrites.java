package dev.drover.simulate.evacuation;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.WritePattern;

/**
 * What a guest that serves tenants writes: a hot set at random, the more often the more it sends
 * and receives (buffers of the network), and two sets round and round, the background and a writer
 * program's. Page numbers of the three are apart and spread over the pages that hold data.
 */
final class GuestWrites implements WritePattern {
  private static final long PAGE = DirtyRate.PAGE.count();

  private final int pages;
  private final int dataPages;
  private final Ring background;
  private final Ring writer;
  private final int hotPages;
  private final double hotPerPicosecond;
  private final long seed;
  private final int stride;

  GuestWrites(GuestSpec guest, WorldFigures figures, long seed) {
    this.pages = Math.toIntExact(guest.memory().count() / PAGE);
    this.dataPages = Math.toIntExact(figures.data(guest.resident()).count() / PAGE);
    int all = dataPages;
    this.background = ring(figures.background(), figures.backgroundSet(), all / 8);
    this.writer = ring(guest.writer().rate(), guest.writer().workingSet(), all / 2);
    this.hotPages = Math.clamp(figures.hotSet().count() / PAGE, 1, Math.max(1, all / 8));
    double bits =
        figures.hotPerByteOut() * guest.traffic().rates().out().bitsPerSecond()
            + figures.hotPerByteIn() * guest.traffic().rates().in().bitsPerSecond();
    double bytes = figures.hotRate().bytesPerSecond() + bits / 8;
    this.hotPerPicosecond = bytes / PAGE / SimTime.SECOND;
    this.seed = seed;
    this.stride = strideOf(all);
  }

  private Ring ring(DirtyRate rate, Bytes set, int most) {
    int size = Math.clamp(set.count() / PAGE, 0, most);
    return new Ring(size, size == 0 ? 0 : rate.bytesPerSecond() / (double) PAGE / SimTime.SECOND);
  }

  /** Near the golden section, and without a common divisor. */
  private static int strideOf(int all) {
    int candidate = Math.max(1, (int) (all * 0.618));
    while (gcd(candidate, all) != 1) {
      candidate++;
    }
    return candidate;
  }

  private static int gcd(int one, int other) {
    return other == 0 ? one : gcd(other, one % other);
  }

  /** {@return how many of the guest's pages hold data; they have the lowest numbers} */
  int dataPages() {
    return dataPages;
  }

  @Override
  public int pages() {
    return pages;
  }

  @Override
  public void write(long from, long to, PageSet dirty) {
    background.write(from, to, 0, dirty);
    writer.write(from, to, background.size, dirty);
    long last = (long) (hotPerPicosecond * to);
    for (long n = (long) (hotPerPicosecond * from); n < last; n++) {
      dirty.add(
          page(background.size + writer.size + (int) Long.remainderUnsigned(mix(n), hotPages)));
    }
  }

  private int page(int index) {
    return (int) ((long) index * stride % dataPages);
  }

  /** {@return distinct bytes expected to be dirtied in {@code span}} */
  Bytes dirtiedIn(long span) {
    double hot = hotPages * -Math.expm1(-hotPerPicosecond * span / hotPages);
    return Bytes.of(Math.round((hot + background.distinct(span) + writer.distinct(span)) * PAGE));
  }

  /** The finaliser of SplitMix64. */
  private long mix(long value) {
    long z = value + seed;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Pages written one after the other, round and round. */
  private final class Ring {
    private final int size;
    private final double perPicosecond;

    Ring(int size, double perPicosecond) {
      this.size = size;
      this.perPicosecond = perPicosecond;
    }

    void write(long from, long to, int offset, PageSet dirty) {
      if (size == 0) {
        return;
      }
      long last = (long) (perPicosecond * to);
      for (long n = Math.max((long) (perPicosecond * from), last - size); n < last; n++) {
        dirty.add(page(offset + (int) (n % size)));
      }
    }

    double distinct(long span) {
      return Math.min(size, perPicosecond * span);
    }
  }
}
