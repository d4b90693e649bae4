package dev.drover.xia.address;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An identifier: a type and 20 bytes, 24 bytes on the wire, big-endian (notes 1.1).
 *
 * @param type of {@link XidType}, or any other number
 * @param a the first 8 bytes, {@code b} the next 8, {@code c} the last 4
 */
public record Xid(int type, long a, long b, int c) {
  /** On the wire. */
  public static final int BYTES = 24;

  /** Of the id alone. */
  public static final int ID_BYTES = 20;

  private static final HexFormat HEX = HexFormat.of();

  /** The host identifier that all hosts on a link answer to. */
  public static final Xid BROADCAST = new Xid(XidType.HID, -1, -1, -1);

  /** Gateways' beacons and solicitations. */
  public static final Xid BEACONS = wellKnown(0x1111);

  /** Routers among themselves, and registrations of hosts with them. */
  public static final Xid ROUTING = wellKnown(0x1112);

  /** The name service. */
  public static final Xid NAMES = wellKnown(0x1113);

  private static Xid wellKnown(int number) {
    return new Xid(XidType.SID, 0x1110_0000_0000_0000L, 0, number);
  }

  /** Reads 24 bytes at {@code at}, moving nothing. */
  public static Xid read(ByteBuffer bytes, int at) {
    return new Xid(
        bytes.getInt(at), bytes.getLong(at + 4), bytes.getLong(at + 12), bytes.getInt(at + 20));
  }

  /** Reads an id of 20 bytes. */
  public static Xid of(int type, byte[] id) {
    if (id.length != ID_BYTES) {
      throw new IllegalArgumentException("an id must have 20 bytes, not " + id.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(id);
    return new Xid(type, bytes.getLong(0), bytes.getLong(8), bytes.getInt(16));
  }

  /** {@return the identifier whose id is the first 20 bytes of the SHA-256 of {@code bytes}} */
  public static Xid hash(int type, byte[] bytes) {
    ByteBuffer digest = ByteBuffer.wrap(digest("SHA-256").digest(bytes));
    return new Xid(type, digest.getLong(0), digest.getLong(8), digest.getInt(16));
  }

  /**
   * {@return the identifier of content}
   *
   * @param type {@link XidType#CID} or {@link XidType#CID256}
   */
  public static Xid ofContent(int type, byte[] bytes, int from, int length) {
    MessageDigest digest =
        digest(
            switch (type) {
              case XidType.CID -> "SHA-1";
              case XidType.CID256 -> "SHA-256";
              default ->
                  throw new IllegalArgumentException(XidType.text(type) + " names no content");
            });
    digest.update(bytes, from, length);
    ByteBuffer id = ByteBuffer.wrap(digest.digest());
    return new Xid(type, id.getLong(0), id.getLong(8), id.getInt(16));
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + name, e);
    }
  }

  /** {@return the "4ID" of an IPv4 address, 4 bytes} */
  public static Xid ofIpv4(byte[] address) {
    if (address.length != 4) {
      throw new IllegalArgumentException("an IPv4 address has 4 bytes, not " + address.length);
    }
    return new Xid(
        XidType.IP,
        0x4500_0000_0001_0000L,
        0xFAFA_0000_0000_0000L,
        ByteBuffer.wrap(address).getInt());
  }

  /**
   * Reads {@code TYPE:hex}. Fewer than 40 digits are filled up with zeros on the right; more are
   * refused, where the prototype cut them off in silence.
   *
   * @throws IllegalArgumentException when it is not an identifier
   */
  public static Xid parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("'" + text + "' is no identifier; write TYPE:hex");
    }
    String digits = text.substring(colon + 1);
    if (digits.isEmpty() || digits.length() > 2 * ID_BYTES) {
      throw new IllegalArgumentException("'" + text + "' must have 1 to 40 hex digits");
    }
    int type = XidType.parse(text.substring(0, colon));
    try {
      return of(type, HEX.parseHex(digits + "0".repeat(2 * ID_BYTES - digits.length())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' has something else than hex digits", e);
    }
  }

  /** Writes 24 bytes at {@code at}, moving nothing. */
  public void write(ByteBuffer bytes, int at) {
    bytes.putInt(at, type).putLong(at + 4, a).putLong(at + 12, b).putInt(at + 20, c);
  }

  /** {@return the 20 bytes of the id} */
  public byte[] id() {
    byte[] id = new byte[ID_BYTES];
    ByteBuffer.wrap(id).putLong(a).putLong(b).putInt(c);
    return id;
  }

  /** {@return the first eight digits of the id after the type, for people} */
  public String brief() {
    return XidType.text(type) + ":" + HEX.toHexDigits(a).substring(0, 8);
  }

  /** Ids are hashes: any of their bits will do. */
  @Override
  public int hashCode() {
    return (int) (a ^ b >>> 17) ^ c ^ type;
  }

  /** {@return {@code TYPE:} and 40 lower-case digits} */
  @Override
  public String toString() {
    return XidType.text(type) + ":" + HEX.toHexDigits(a) + HEX.toHexDigits(b) + HEX.toHexDigits(c);
  }
}
