package dev.drover.xia.chunk;

import java.util.Arrays;

/** Chunks of one length. */
final class FixedChunker implements Chunker {
  private final byte[] buffer;
  private int used;

  FixedChunker(int length) {
    buffer = new byte[length];
  }

  @Override
  public void write(byte[] bytes, int from, int length, Sink sink) throws InterruptedException {
    int at = from;
    int end = from + length;
    while (at < end) {
      int taken = Math.min(end - at, buffer.length - used);
      System.arraycopy(bytes, at, buffer, used, taken);
      at += taken;
      used += taken;
      if (used == buffer.length) {
        flush(sink);
      }
    }
  }

  @Override
  public void flush(Sink sink) throws InterruptedException {
    if (used > 0) {
      byte[] content = Arrays.copyOf(buffer, used);
      used = 0;
      sink.chunk(content);
    }
  }
}
