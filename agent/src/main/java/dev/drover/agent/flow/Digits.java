package dev.drover.agent.flow;

/** Numbers and addresses in text; where one ends is kept beside its value. */
final class Digits {
  /** So many digits, decimal or hexadecimal, always fit into a long. */
  private static final int MOST = 15;

  private static final int OCTETS = 6;

  private long value;
  private int end;

  /** {@return what was read last; -1 when it was no such thing} */
  long value() {
    return value;
  }

  /** {@return the place after what was read last} */
  int end() {
    return end;
  }

  void decimal(byte[] text, int from, int to) {
    digits(text, from, to, 10);
  }

  /** Reads a decimal number, or a hexadecimal one after {@code 0x}. */
  void number(byte[] text, int from, int to) {
    boolean hex = from + 1 < to && text[from] == '0' && text[from + 1] == 'x';
    digits(text, hex ? from + 2 : from, to, hex ? 16 : 10);
  }

  private void digits(byte[] text, int from, int to, int radix) {
    long read = 0;
    int at = from;
    while (at < to && digit(text[at], radix) >= 0) {
      read = at - from < MOST ? read * radix + digit(text[at], radix) : Long.MIN_VALUE;
      at++;
    }
    value = at == from || read < 0 ? -1 : read;
    end = at;
  }

  /** {@return the 32 bits of an IPv4 address, or -1} */
  long address(byte[] text, int from, int to) {
    long address = 0;
    int at = from;
    for (int i = 0; i < Integer.BYTES; i++) {
      if (i > 0 && (at >= to || text[at++] != '.')) {
        return -1;
      }
      decimal(text, at, to);
      if (value < 0 || value > 255) {
        return -1;
      }
      address = address << 8 | value;
      at = end;
    }
    return address;
  }

  /** {@return the 48 bits of a MAC address that is matched whole, or -1} */
  long mac(byte[] text, int from, int to) {
    if (from < 0) {
      return -1;
    }
    long mac = 0;
    int at = from;
    for (int i = 0; i < OCTETS; i++) {
      if (i > 0 && (at >= to || text[at++] != ':')) {
        return -1;
      }
      digits(text, at, to, 16);
      if (value < 0 || value > 255) {
        return -1;
      }
      mac = mac << 8 | value;
      at = end;
    }
    return at < to && text[at] == '/' ? -1 : mac;
  }

  private static int digit(byte character, int radix) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int letter = character | 0x20;
    return radix == 16 && letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }
}
