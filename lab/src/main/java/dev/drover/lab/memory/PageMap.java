package dev.drover.lab.memory;

import dev.drover.model.unit.DirtyRate;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A process's {@code /proc/PID/pagemap}: 64 bits for each page of its address space, as the
 * kernel's {@code Documentation/admin-guide/mm/pagemap.rst} tells.
 */
final class PageMap implements AutoCloseable {
  private static final long SOFT_DIRTY = 1L << 55;
  private static final long SWAPPED = 1L << 62;
  private static final long PRESENT = 1L << 63;
  private static final int AT_ONCE = 4096;

  private final FileChannel file;
  private final ByteBuffer entries =
      ByteBuffer.allocateDirect(AT_ONCE * Long.BYTES).order(ByteOrder.nativeOrder());

  PageMap(Path file) throws IOException {
    this.file = FileChannel.open(file, StandardOpenOption.READ);
  }

  static PageMap of(String pid) throws IOException {
    return new PageMap(Path.of("/proc", pid, "pagemap"));
  }

  /** Reads the entries of {@code into.length} pages from {@code address} on. */
  void read(long address, long[] into) throws IOException {
    long at = address / DirtyRate.PAGE.count() * Long.BYTES;
    int done = 0;
    while (done < into.length) {
      entries.clear().limit(Math.min(AT_ONCE, into.length - done) * Long.BYTES);
      while (entries.hasRemaining()) {
        int count = file.read(entries, at + (long) done * Long.BYTES + entries.position());
        if (count <= 0) {
          throw new EOFException("the process has ended");
        }
      }
      entries.flip();
      while (entries.hasRemaining()) {
        into[done++] = entries.getLong();
      }
    }
  }

  /** {@return whether the page has been written since its soft-dirty bit was cleared} */
  static boolean softDirty(long entry) {
    return (entry & SOFT_DIRTY) != 0 && backed(entry);
  }

  /** {@return whether there is anything behind the page; what has no page reads as zeroes} */
  static boolean backed(long entry) {
    return (entry & (PRESENT | SWAPPED)) != 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
