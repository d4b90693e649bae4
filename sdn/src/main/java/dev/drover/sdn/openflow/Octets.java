package dev.drover.sdn.openflow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that never change, compared by value. */
public final class Octets {
  /** None. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** {@return a copy of {@code bytes}} */
  public static Octets of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
  }

  /** {@return the next {@code length} bytes of {@code in}, which moves on past them} */
  public static Octets read(ByteBuffer in, int length) {
    if (length == 0) {
      return EMPTY;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new Octets(bytes);
  }

  public int length() {
    return bytes.length;
  }

  /** {@return the byte at {@code index}, without sign} */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** {@return a big-endian view that cannot be written} */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Puts all of them at the position of {@code out}. */
  public void write(ByteBuffer out) {
    out.put(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
