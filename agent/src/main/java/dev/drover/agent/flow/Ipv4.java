package dev.drover.agent.flow;

/** IPv4 addresses as the 32 bits that they are; with them S-CORE names VMs. */
public final class Ipv4 {
  private static final int PARTS = 4;

  private Ipv4() {}

  /** {@return the bits of an address such as {@code 10.77.1.2}} */
  public static int parse(String text) {
    String[] parts = text.split("\\.", -1);
    int address = 0;
    for (String part : parts) {
      int value = part.matches("\\d{1,3}") ? Integer.parseInt(part) : 256;
      if (parts.length != PARTS || value > 255) {
        throw new IllegalArgumentException("not an IPv4 address: " + text);
      }
      address = address << 8 | value;
    }
    return address;
  }

  /** {@return the address as people write it} */
  public static String text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }
}
