package dev.drover.xia.packet;

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
    return new Octets(bytes.clone());
  }

  /** {@return all that is left of {@code in}, which moves to its limit} */
  public static Octets rest(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return new Octets(bytes);
  }

  public int length() {
    return bytes.length;
  }

  /** {@return a big-endian view that cannot be written} */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@return them as hex digits} */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
