package dev.drover.agent.flow;

import java.nio.charset.StandardCharsets;

/**
 * A line of {@code ovs-appctl dpctl/dump-flows}, with or without {@code -m}, such as
 *
 * <pre>{@code
 * recirc_id(0),in_port(3),packet_type(ns=0,id=0),eth(src=02:00:00:00:00:0a,dst=02:00:00:00:00:0b),
 * eth_type(0x0800),ipv4(src=10.77.0.1,dst=10.77.0.2,proto=6,frag=no),tcp(src=60792,dst=5201),
 * packets:12, bytes:1229, used:0.020s, flags:FP., actions:1
 * }</pre>
 *
 * <p>One object reads one line after the other and allocates nothing. Whatever a line holds,
 * nothing is thrown: what cannot be understood is {@link Kind#UNREAD}. What does not matter is
 * passed over.
 */
final class DatapathFlow {
  /** What a line is. */
  enum Kind {
    /** IPv4 from one address to one address. */
    PAIR,
    /** IPv4 between more addresses than that. */
    COARSE,
    /** Neither IPv4 nor counted for the first time. */
    OTHER,
    UNREAD
  }

  static final long NO_MAC = -1;

  private static final byte[] KEY_END = ascii(", packets:");
  private static final byte[] BYTES = ascii(", bytes:");
  private static final byte[] USED = ascii(", used:");
  private static final byte[] RECIRC = ascii("recirc_id(");
  private static final byte[] ETH = ascii("eth(");
  private static final byte[] IPV4 = ascii("ipv4(");
  private static final byte[] TCP = ascii("tcp(");
  private static final byte[] UDP = ascii("udp(");
  private static final byte[] SCTP = ascii("sctp(");
  private static final byte[] SRC = ascii("src=");
  private static final byte[] DST = ascii("dst=");
  private static final byte[] PROTO = ascii("proto=");
  private static final int NONE = -1;
  private static final long MAX_COUNT = 1L << 60;

  private final Hash hash = new Hash();
  private final Digits digits = new Digits();
  private byte[] line = {};
  private int keyLength;
  private long addresses;
  private long transport;
  private long bytes;
  private long idleMs;
  private long mac;

  /** {@return what the first {@code length} bytes of {@code text} are} */
  Kind read(byte[] text, int length) {
    line = text;
    keyLength = find(KEY_END, 0, length);
    if (keyLength <= 0) {
      return Kind.UNREAD;
    }
    int recirculated = attribute(RECIRC, 0);
    if (recirculated != NONE && !isZero(recirculated)) {
      return Kind.OTHER;
    }
    int ip = attribute(IPV4, 0);
    if (ip == NONE) {
      return Kind.OTHER;
    }
    return readCounts(length) ? readKey(ip) : Kind.UNREAD;
  }

  /** What a packet goes round for again was counted the first time. */
  private boolean isZero(int at) {
    digits.decimal(line, at, keyLength);
    return digits.value() == 0 && (digits.end() >= keyLength || line[digits.end()] != 'x');
  }

  private boolean readCounts(int length) {
    int at = find(BYTES, keyLength, length);
    int used = find(USED, keyLength, length);
    if (at == NONE || used == NONE) {
      return false;
    }
    digits.decimal(line, at + BYTES.length, length);
    bytes = digits.value();
    idleMs = 0;
    if (bytes < 0 || bytes > MAX_COUNT) {
      return false;
    }
    digits.decimal(line, used + USED.length, length);
    if (digits.value() >= 0 && digits.value() < Integer.MAX_VALUE) {
      idleMs = digits.value() * 1000;
      if (digits.end() < length && line[digits.end()] == '.') {
        digits.decimal(line, digits.end() + 1, length);
        idleMs += Math.clamp(digits.value(), 0, 999);
      }
    }
    return true;
  }

  private Kind readKey(int ip) {
    int end = end(ip);
    long source = address(field(SRC, ip, end), end);
    long destination = address(field(DST, ip, end), end);
    if (source < 0 || destination < 0) {
      return Kind.COARSE;
    }
    addresses = FlowKey.addresses((int) source, (int) destination);
    int protocol = (int) number(field(PROTO, ip, end), end, 0xff);
    int ports = attribute(TCP, end);
    ports = ports == NONE ? attribute(UDP, end) : ports;
    ports = ports == NONE ? attribute(SCTP, end) : ports;
    int sourcePort = 0;
    int destinationPort = 0;
    if (ports != NONE) {
      int close = end(ports);
      sourcePort = (int) number(field(SRC, ports, close), close, 0xffff);
      destinationPort = (int) number(field(DST, ports, close), close, 0xffff);
    }
    transport = FlowKey.transport(protocol, sourcePort, destinationPort);
    int eth = attribute(ETH, 0);
    mac = eth == NONE ? NO_MAC : digits.mac(line, field(SRC, eth, end(eth)), end(eth));
    return Kind.PAIR;
  }

  /** {@return what tells this flow from the others of its datapath; not 0} */
  long id() {
    return hash.of(line, keyLength);
  }

  long addresses() {
    return addresses;
  }

  long transport() {
    return transport;
  }

  long bytes() {
    return bytes;
  }

  /** {@return for how long it has carried nothing; 0 when that is not said} */
  long idleMs() {
    return idleMs;
  }

  /** {@return of the packets' source, 48 bits; {@link #NO_MAC} when the flow is of any} */
  long mac() {
    return mac;
  }

  /** {@return an address that is matched whole, else something negative} */
  private long address(int at, int end) {
    if (at == NONE) {
      return NONE;
    }
    long address = digits.address(line, at, end);
    if (address >= 0 && digits.end() < end && line[digits.end()] == '/') {
      long mask = digits.address(line, digits.end() + 1, end);
      return mask == 0xffffffffL ? address : NONE;
    }
    return address;
  }

  /** {@return a number that is matched whole; else 0, for a flow of several} */
  private long number(int at, int end, long most) {
    if (at == NONE) {
      return 0;
    }
    digits.decimal(line, at, end);
    long value = digits.value();
    if (value < 0 || value > most) {
      return 0;
    }
    if (digits.end() < end && line[digits.end()] == '/') {
      digits.number(line, digits.end() + 1, end);
      return digits.value() == most ? value : 0;
    }
    return value;
  }

  /** {@return where the value of {@code name} begins among the fields from {@code from}} */
  private int field(byte[] name, int from, int end) {
    for (int at = from; at < end; at++) {
      if ((at == from || line[at - 1] == ',') && starts(name, at, end)) {
        return at + name.length;
      }
    }
    return NONE;
  }

  /** {@return where the inside of the first attribute so named begins} */
  private int attribute(byte[] name, int from) {
    for (int at = from; at < keyLength; at++) {
      if (line[at] == name[0]
          && (at == 0 || line[at - 1] == ',' || line[at - 1] == '(' || line[at - 1] == ' ')
          && starts(name, at, keyLength)) {
        return at + name.length;
      }
    }
    return NONE;
  }

  /** {@return where an attribute ends whose inside begins at {@code from}} */
  private int end(int from) {
    int at = from;
    while (at < keyLength && line[at] != ')') {
      at++;
    }
    return at;
  }

  private int find(byte[] text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (line[at] == text[0] && starts(text, at, to)) {
        return at;
      }
    }
    return NONE;
  }

  private boolean starts(byte[] text, int at, int to) {
    if (at + text.length > to) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (line[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
