package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import java.nio.ByteBuffer;

/** The XIP header of all packets from one address to another, written once. */
final class Envelope {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int LENGTH_AT = 2;

  private final byte[] header;

  Envelope(Dag to, Dag from) {
    header = Packet.of(to, from, NextHeader.TRANSPORT, NOTHING).array();
  }

  /** {@return how many bytes of data a packet has room for; at least 1, which is then too large} */
  int room(int largestPacket) {
    return Math.max(1, largestPacket - header.length - Segment.MAX_BYTES);
  }

  /** {@return a packet with a segment and its data, which {@code transfer} has} */
  Packet data(Segment segment, Transfer transfer) {
    byte[] array = array(segment);
    ByteBuffer bytes = begin(segment, array);
    transfer.copy(segment, bytes);
    return end(array, bytes);
  }

  /** {@return a packet with a segment and these bytes} */
  Packet bytes(Segment segment, ByteBuffer body) {
    segment.length = body.remaining();
    byte[] array = array(segment);
    return end(array, begin(segment, array).put(body.duplicate()));
  }

  private byte[] array(Segment segment) {
    return new byte[header.length + Segment.MAX_BYTES + segment.length];
  }

  private ByteBuffer begin(Segment segment, byte[] array) {
    ByteBuffer bytes = ByteBuffer.wrap(array);
    bytes.put(header);
    segment.write(bytes);
    return bytes;
  }

  private Packet end(byte[] array, ByteBuffer bytes) {
    bytes.putShort(LENGTH_AT, (short) (bytes.position() - header.length));
    return Packet.parse(array, bytes.position());
  }
}
