package dev.drover.xia.migration;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** 32 bytes that SHA-256 or an HMAC of it made. */
record Digest(long a, long b, long c, long d) {
  static final int BYTES = 32;

  static Digest of(byte[] bytes) {
    return read(ByteBuffer.wrap(bytes));
  }

  static Digest read(ByteBuffer bytes) {
    return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  void write(ByteBuffer bytes) {
    bytes.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  private byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    write(bytes);
    return bytes.array();
  }

  /** {@return whether they are the same, in a time that does not tell where they differ} */
  boolean matches(Digest other) {
    return MessageDigest.isEqual(bytes(), other.bytes());
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes(), 0, 8);
  }
}
