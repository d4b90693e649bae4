package dev.drover.xia.link;

import java.util.Arrays;
import java.util.HexFormat;

/** A neighbour on a link: the 16 bytes of its IPv6 link-local address, which know no interface. */
public final class LinkAddress {
  public static final int BYTES = 16;

  private final byte[] bytes;

  public LinkAddress(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a link's address has 16 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinkAddress address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@return such as {@code fe80:…}, without an interface} */
  @Override
  public String toString() {
    String digits = HexFormat.of().formatHex(bytes);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i += 4) {
      text.append(i == 0 ? "" : ":").append(digits, i, i + 4);
    }
    return text.toString();
  }
}
