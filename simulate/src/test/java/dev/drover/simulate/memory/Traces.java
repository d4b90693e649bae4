package dev.drover.simulate.memory;

import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Traces for tests. */
final class Traces {
  private Traces() {}

  static TraceHeader header(int pages) {
    return new TraceHeader(
        Bytes.of(4096), pages, Duration.ofMillis(100), "made", List.of("for a test"));
  }

  /** {@return a trace of intervals of about 100 ms, some empty, some full, most with runs} */
  static MemoryTrace drawn(int pages, int intervals, SplittableRandom random) {
    MemoryTrace.Builder trace = new MemoryTrace.Builder(header(pages));
    long micros = 0;
    for (int i = 0; i < intervals; i++) {
      micros += random.nextBoolean() ? 100_000 : random.nextInt(1, 200_000);
      trace.interval(micros);
      switch (random.nextInt(8)) {
        case 0 -> {}
        case 1 -> trace.run(0, pages);
        default -> {
          int page = random.nextInt(pages);
          while (page < pages) {
            int length = Math.min(random.nextInt(1, 20), pages - page);
            trace.run(page, length);
            page += length + random.nextInt(1, pages / 5 + 2);
          }
        }
      }
    }
    return trace.build();
  }

  static PageSet interval(MemoryTrace trace, int i) {
    PageSet pages = new PageSet(trace.header().pages());
    for (int j = 0; j < trace.dirtied(i); j++) {
      pages.add(trace.page(i, j));
    }
    return pages;
  }
}
