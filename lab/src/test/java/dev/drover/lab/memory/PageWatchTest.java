package dev.drover.lab.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches memory of this very process instead of a guest's. */
final class PageWatchTest {
  private static final int PAGE = 4096;
  private static final int PAGES = 1000;

  @TempDir private Path directory = Path.of("");

  private interface Maker {
    PageWatch of(GuestRam ram) throws Exception;
  }

  /** Draws pages, writes to them, and wants to be told of exactly those, twenty times. */
  private static void findsWhatIsWritten(Maker maker) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate((long) PAGES * PAGE, PAGE);
      GuestRam ram = new GuestRam(ProcessHandle.current().pid(), memory.address(), PAGES);
      try (PageWatch watch = maker.of(ram)) {
        watch.look(new BitSet());
        for (int round = 1; round <= 20; round++) {
          BitSet written = new BitSet();
          for (int i = random.nextInt(PAGES); i > 0; i--) {
            int page = random.nextInt(PAGES);
            long at = (long) page * PAGE + random.nextInt(PAGE);
            memory.set(ValueLayout.JAVA_BYTE, at, (byte) round);
            written.set(page);
          }
          BitSet seen = new BitSet();
          watch.look(seen);
          assertThat(seen).as("round %d", round).isEqualTo(written);
        }
      }
    }
  }

  @Test
  void pageContent_anyPages_areFoundExactly() throws Exception {
    findsWhatIsWritten(PageContentWatch::new);
  }

  @Test
  void pageContent_sameValueAgain_isNotSeen() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate((long) PAGES * PAGE, PAGE);
      memory.fill((byte) 7);
      GuestRam ram = new GuestRam(ProcessHandle.current().pid(), memory.address(), PAGES);
      try (PageWatch watch = new PageContentWatch(ram)) {
        BitSet first = new BitSet();
        watch.look(first);
        memory.fill((byte) 7);
        BitSet second = new BitSet();
        watch.look(second);
        assertThat(first.cardinality()).isEqualTo(PAGES);
        assertThat(second.isEmpty()).isTrue();
      }
    }
  }

  @Test
  void softDirty_anyPages_areFoundExactly() throws Exception {
    boolean works = SoftDirtyWatch.works();
    if (!works) {
      System.out.println("skipped: this kernel has no soft-dirty bits (CONFIG_MEM_SOFT_DIRTY)");
    }
    assumeTrue(works, "this kernel has no soft-dirty bits");
    findsWhatIsWritten(SoftDirtyWatch::new);
  }

  @Test
  void pageMap_goldenEntries_areReadFromThePlaceOfTheirAddress() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(10_000 * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long i = 0; i < 10_000; i++) {
      bytes.putLong(i << 4);
    }
    bytes.putLong(9_000 * Long.BYTES, 0x8080_0000_0000_0000L);
    Path file = Files.write(directory.resolve("pagemap"), bytes.array());
    long[] entries = new long[9_000];
    try (PageMap map = new PageMap(file)) {
      map.read(500L * PAGE, entries);
    }
    assertThat(entries[0]).isEqualTo(500 << 4);
    assertThat(entries[8_999]).isEqualTo(9_499 << 4);
    assertThat(PageMap.softDirty(entries[8_500])).isTrue();
    assertThat(PageMap.backed(entries[8_500])).isTrue();
    assertThat(PageMap.softDirty(entries[8_501]) || PageMap.backed(entries[8_501])).isFalse();
    assertThat(PageMap.backed(0x4000_0000_0000_0000L)).as("swapped out").isTrue();
    assertThat(PageMap.softDirty(0x0080_0000_0000_0000L)).as("nothing behind it").isFalse();
  }
}
