package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** How names, addresses and times stand in messages and statements. */
final class Wire {
  /** The first byte of a body of kind NAME: an answer is never taken for a registration. */
  static final int REGISTRATION = 1;

  static final int ANSWER = 2;

  private Wire() {}

  /** Length u8, characters. */
  static void put(ByteBuffer out, Name name) {
    byte[] text = name.text().getBytes(StandardCharsets.US_ASCII);
    out.put((byte) text.length).put(text);
  }

  static Name name(ByteBuffer in) {
    byte[] text = new byte[in.get() & 0xFF];
    in.get(text);
    return new Name(new String(text, StandardCharsets.ISO_8859_1));
  }

  /** Nodes u8, then as in a packet. */
  static void put(ByteBuffer out, Dag dag) {
    out.put((byte) dag.nodes().size());
    dag.write(out, out.position());
    out.position(out.position() + dag.wireBytes());
  }

  static Dag dag(ByteBuffer in) {
    int nodes = in.get() & 0xFF;
    if (in.remaining() < nodes * Dag.NODE_BYTES) {
      throw new MalformedPacket("an address of " + nodes + " nodes ends early");
    }
    Dag dag = Dag.read(in, in.position(), nodes);
    in.position(in.position() + dag.wireBytes());
    return dag;
  }

  /** Milliseconds, u32. */
  static void put(ByteBuffer out, Duration time) {
    out.putInt((int) Math.clamp(time.toMillis(), 0, 0xFFFF_FFFFL));
  }

  static Duration time(ByteBuffer in) {
    return Duration.ofMillis(in.getInt() & 0xFFFF_FFFFL);
  }
}
