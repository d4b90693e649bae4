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

  /**
   * {@return the address that a machine with this MAC gives itself (EUI-64, RFC 4291 appendix A)}
   *
   * @param mac such as {@code 52:54:00:77:01:01}
   */
  public static LinkAddress ofMac(String mac) {
    byte[] six;
    try {
      six = HexFormat.ofDelimiter(":").parseHex(mac);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + mac + "' is no MAC", e);
    }
    if (six.length != 6) {
      throw new IllegalArgumentException(
          "'" + mac + "' is no MAC: it has " + six.length + " bytes");
    }
    byte[] bytes = new byte[BYTES];
    bytes[0] = (byte) 0xFE;
    bytes[1] = (byte) 0x80;
    bytes[8] = (byte) (six[0] ^ 2);
    bytes[9] = six[1];
    bytes[10] = six[2];
    bytes[11] = (byte) 0xFF;
    bytes[12] = (byte) 0xFE;
    System.arraycopy(six, 3, bytes, 13, 3);
    return new LinkAddress(bytes);
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
