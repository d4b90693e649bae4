package dev.drover.lab.memory;

import dev.drover.model.unit.DirtyRate;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * Compares each page's checksum with that of the look before. Works with every kernel; does not see
 * a page that was written and holds what it held. CRC-32C, because processors have it: a changed
 * page is missed once in 2³².
 */
final class PageContentWatch implements PageWatch {
  private static final int PAGE = (int) DirtyRate.PAGE.count();
  private static final int AT_ONCE = 64;

  private final GuestRam ram;
  private final PageMap map;
  private final FileChannel memory;
  private final long[] entries;
  private final int[] sums;
  private final ByteBuffer content = ByteBuffer.allocateDirect(AT_ONCE * PAGE);
  private final CRC32C crc = new CRC32C();
  private final int sumOfZeroes = sum(0);

  PageContentWatch(GuestRam ram) throws IOException {
    this.ram = ram;
    this.map = PageMap.of(Long.toString(ram.pid()));
    this.memory =
        FileChannel.open(
            Path.of("/proc", Long.toString(ram.pid()), "mem"), StandardOpenOption.READ);
    this.entries = new long[ram.pages()];
    this.sums = new int[ram.pages()];
    Arrays.fill(sums, sumOfZeroes);
  }

  @Override
  public String method() {
    return "page-content";
  }

  @Override
  public void look(BitSet dirty) throws IOException {
    map.read(ram.address(), entries);
    int page = 0;
    while (page < entries.length) {
      if (!PageMap.backed(entries[page])) {
        compare(page++, sumOfZeroes, dirty);
        continue;
      }
      int end = page + 1;
      while (end < entries.length && end - page < AT_ONCE && PageMap.backed(entries[end])) {
        end++;
      }
      read(page, end);
      for (int first = page; page < end; page++) {
        compare(page, sum((page - first) * PAGE), dirty);
      }
    }
  }

  private void compare(int page, int sum, BitSet dirty) {
    if (sums[page] != sum) {
      sums[page] = sum;
      dirty.set(page);
    }
  }

  private int sum(int offset) {
    content.limit(offset + PAGE).position(offset);
    crc.reset();
    crc.update(content);
    return (int) crc.getValue();
  }

  private void read(int page, int end) throws IOException {
    content.clear().limit((end - page) * PAGE);
    long at = ram.address() + (long) page * PAGE;
    while (content.hasRemaining()) {
      if (memory.read(content, at + content.position()) <= 0) {
        throw new EOFException("the process has ended");
      }
    }
  }

  @Override
  public void close() throws IOException {
    map.close();
    memory.close();
  }
}
