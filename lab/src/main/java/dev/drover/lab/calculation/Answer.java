package dev.drover.lab.calculation;

import java.nio.ByteBuffer;

/**
 * An answer as it goes over the wire, {@link #BYTES} long, big-endian: 4 bytes {@code DAns}, 8
 * bytes id, 4 bytes n, 4 bytes p.
 *
 * @param id of the question
 * @param n of the question
 * @param p said to be the smallest prime for which n − p is prime
 */
public record Answer(long id, int n, int p) {
  public static final int BYTES = 20;
  private static final int MAGIC = 0x44416e73;

  /** {@return the answer in {@link #BYTES} bytes} */
  public byte[] encode() {
    return ByteBuffer.allocate(BYTES).putInt(MAGIC).putLong(id).putInt(n).putInt(p).array();
  }

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Answer decode(byte[] bytes) {
    ByteBuffer buffer = checked(bytes, BYTES, MAGIC, "an answer");
    return new Answer(buffer.getLong(), buffer.getInt(), buffer.getInt());
  }

  static ByteBuffer checked(byte[] bytes, int size, int magic, String what) {
    if (bytes.length != size) {
      throw new IllegalArgumentException(what + " has " + size + " bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int begin = buffer.getInt();
    if (begin != magic) {
      throw new IllegalArgumentException(
          what + " begins with %08x, not %08x".formatted(magic, begin));
    }
    return buffer;
  }
}
