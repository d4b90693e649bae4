package dev.drover.xia.chunk;

/** Cuts a stream of bytes into the contents of chunks. One instance serves one stream. */
public interface Chunker {
  /** Takes what was cut. */
  @FunctionalInterface
  interface Sink {
    /** Takes content, which belongs to the sink from now on. */
    void chunk(byte[] content) throws InterruptedException;
  }

  /** Takes the stream's next bytes; whole chunks go to the sink. */
  void write(byte[] bytes, int from, int length, Sink sink) throws InterruptedException;

  /** Cuts here, so that what was written so far need not wait for more. */
  void flush(Sink sink) throws InterruptedException;

  /** {@return one that cuts every {@code length} bytes} */
  static Chunker fixed(int length) {
    Chunk.checkLength(length);
    return new FixedChunker(length);
  }

  /** {@return one that cuts by content: 64 to 256 KiB, 125 KiB on average} */
  static Chunker byContent() {
    return new GearChunker();
  }
}
