package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Content and its name. That the name is the hash of the content was checked when this was made, so
 * what takes a chunk need not check again. It does not change.
 */
public final class Chunk {
  /** The largest content that may be published, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private final Xid cid;
  private final byte[] content;

  private Chunk(Xid cid, byte[] content) {
    this.cid = cid;
    this.content = content;
  }

  /**
   * Names content.
   *
   * @param type {@link dev.drover.xia.address.XidType#CID} or {@code CID256}
   * @param content 1 to {@link #MAX_BYTES} bytes, taken over: it must not be changed any more
   */
  public static Chunk of(int type, byte[] content) {
    checkLength(content.length);
    return new Chunk(Xid.ofContent(type, content, 0, content.length), content);
  }

  /**
   * {@return content under its name, or nothing when the name is not its own}
   *
   * @param content taken over, as by {@link #of}
   */
  public static Optional<Chunk> verified(Xid cid, byte[] content) {
    Chunk chunk = of(cid.type(), content);
    return chunk.cid.equals(cid) ? Optional.of(chunk) : Optional.empty();
  }

  static void checkLength(int length) {
    if (length < 1 || length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a chunk must have 1 to %d bytes, not %d".formatted(MAX_BYTES, length));
    }
  }

  public Xid cid() {
    return cid;
  }

  public int length() {
    return content.length;
  }

  /** {@return a view of the content, from 0 to its length} */
  public ByteBuffer content() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  void copy(int from, byte[] to, int at, int length) {
    System.arraycopy(content, from, to, at, length);
  }
}
