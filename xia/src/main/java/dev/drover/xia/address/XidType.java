package dev.drover.xia.address;

import java.util.Map;

/**
 * The types of identifiers, as the numbers that stand on the wire. The set is open: a router that
 * does not know a type has no route for it and tries the next edge.
 *
 * <p>Numbers are the prototype's; ours, from 0x1000 on, collide with none known.
 */
public final class XidType {
  /** Administrative domain. */
  public static final int AD = 0x10;

  /** Host; the hash of its public key. */
  public static final int HID = 0x11;

  /** Content: the SHA-1 of its bytes, as the prototype has it. */
  public static final int CID = 0x12;

  /** Service; the hash of its public key, or well known. */
  public static final int SID = 0x13;

  /** An IPv4 address within an identifier ("4ID"). */
  public static final int IP = 0x14;

  /** Content: the first 20 bytes of the SHA-256 of its bytes. Private. */
  public static final int CID256 = 0x1001;

  private static final Map<Integer, String> NAMES =
      Map.of(AD, "AD", HID, "HID", CID, "CID", SID, "SID", IP, "IP", CID256, "CID256");

  private XidType() {}

  /** {@return whether identifiers of this type are hashes of content} */
  public static boolean isContent(int type) {
    return type == CID || type == CID256;
  }

  /** {@return the name, or the number such as {@code 0x00001003} of an unknown type} */
  public static String text(int type) {
    String name = NAMES.get(type);
    return name == null ? "0x%08x".formatted(type) : name;
  }

  /**
   * Reads what {@link #text} writes; case does not matter.
   *
   * @throws IllegalArgumentException when it is neither a known name nor a number
   */
  public static int parse(String text) {
    for (Map.Entry<Integer, String> known : NAMES.entrySet()) {
      if (known.getValue().equalsIgnoreCase(text)) {
        return known.getKey();
      }
    }
    if (text.matches("0[xX][0-9a-fA-F]{1,8}")) {
      return Integer.parseUnsignedInt(text, 2, text.length(), 16);
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is no type of identifier; use AD, HID, SID, CID, CID256, IP or a number 0x…");
  }
}
