package dev.drover.lab.memory;

import dev.drover.model.unit.DirtyRate;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Asks the kernel, which marks a page when it is written and forgets all marks of a process when 4
 * is written to its {@code clear_refs} (kernel: {@code
 * Documentation/admin-guide/mm/soft-dirty.rst}). What is written between the two is missed.
 */
final class SoftDirtyWatch implements PageWatch {
  private final GuestRam ram;
  private final PageMap map;
  private final long[] entries;

  SoftDirtyWatch(GuestRam ram) throws IOException {
    this.ram = ram;
    this.map = PageMap.of(Long.toString(ram.pid()));
    this.entries = new long[ram.pages()];
  }

  /**
   * {@return whether this kernel keeps such marks} A kernel built without them takes the command to
   * forget them all the same, so it is tried with two pages of our own, of which one is written.
   */
  static boolean works() {
    int page = (int) DirtyRate.PAGE.count();
    try (Arena arena = Arena.ofConfined();
        PageMap map = PageMap.of("self")) {
      MemorySegment two = arena.allocate(2L * page, page);
      two.fill((byte) 1);
      forget("self");
      two.set(ValueLayout.JAVA_BYTE, 0, (byte) 2);
      long[] entries = new long[2];
      map.read(two.address(), entries);
      return PageMap.softDirty(entries[0]) && !PageMap.softDirty(entries[1]);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String method() {
    return "soft-dirty";
  }

  @Override
  public void look(BitSet dirty) throws IOException {
    map.read(ram.address(), entries);
    forget(Long.toString(ram.pid()));
    for (int page = 0; page < entries.length; page++) {
      if (PageMap.softDirty(entries[page])) {
        dirty.set(page);
      }
    }
  }

  @Override
  public void close() throws IOException {
    map.close();
  }

  private static void forget(String pid) throws IOException {
    Files.writeString(Path.of("/proc", pid, "clear_refs"), "4");
  }
}
