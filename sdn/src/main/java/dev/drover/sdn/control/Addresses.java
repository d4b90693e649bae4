package dev.drover.sdn.control;

import java.util.OptionalInt;

/** IPv4 addresses and MACs as people write them. */
final class Addresses {
  private static final int PARTS = 4;

  private Addresses() {}

  static String text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  static String macText(long mac) {
    StringBuilder text = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append(String.format("%02x", mac >>> shift & 0xff)).append(shift > 0 ? ":" : "");
    }
    return text.toString();
  }

  /** {@return the address; empty when {@code text} is none} */
  static OptionalInt parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != PARTS) {
      return OptionalInt.empty();
    }
    int address = 0;
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 0xff) {
        return OptionalInt.empty();
      }
      address = address << 8 | Integer.parseInt(part);
    }
    return OptionalInt.of(address);
  }
}
