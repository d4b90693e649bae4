package dev.drover.xia.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The beginning of a packet that an error is about, as it was where the error happened: its header
 * and 8 bytes of its payload, zeros where it has fewer (notes 2.5).
 */
public final class Quote {
  /** Of the payload. */
  public static final int PAYLOAD_BYTES = 8;

  private static final int LENGTH = 2;

  private final Octets bytes;

  private Quote(Octets bytes) {
    this.bytes = bytes;
  }

  /** {@return the beginning of {@code packet}} */
  public static Quote of(Packet packet) {
    byte[] bytes = Arrays.copyOf(packet.array(), packet.headerBytes() + PAYLOAD_BYTES);
    // Behind a short packet there may be the link's padding.
    int end = Math.min(packet.size(), bytes.length);
    Arrays.fill(bytes, end, bytes.length, (byte) 0);
    return new Quote(Octets.of(bytes));
  }

  /**
   * Reads one and moves past it.
   *
   * @throws MalformedPacket when it is none
   */
  static Quote read(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(in.position(), rest);
    int size = cut(rest.clone()).headerBytes() + PAYLOAD_BYTES;
    if (size > rest.length) {
      throw new MalformedPacket("a quoted packet ends after " + rest.length + " of " + size);
    }
    in.position(in.position() + size);
    return new Quote(Octets.of(Arrays.copyOf(rest, size)));
  }

  /** {@return how long it is on the wire} */
  public int size() {
    return bytes.length();
  }

  void write(ByteBuffer out) {
    out.put(bytes.buffer());
  }

  /** {@return the packet as far as it was quoted: at most 8 bytes of payload} */
  public Packet packet() {
    byte[] array = new byte[bytes.length()];
    bytes.buffer().get(array);
    return cut(array);
  }

  private static Packet cut(byte[] array) {
    if (array.length < Packet.FIXED_BYTES) {
      throw new MalformedPacket("a quoted packet of " + array.length + " bytes has no header");
    }
    ByteBuffer bytes = ByteBuffer.wrap(array);
    int length = Math.min(bytes.getShort(LENGTH) & 0xFFFF, PAYLOAD_BYTES);
    bytes.putShort(LENGTH, (short) length);
    return Packet.parse(array, array.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quote quote && bytes.equals(quote.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public String toString() {
    return bytes.toString();
  }
}
