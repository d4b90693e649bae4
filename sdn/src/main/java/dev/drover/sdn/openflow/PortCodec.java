package dev.drover.sdn.openflow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortStats;
import java.nio.ByteBuffer;

/** Ports (section 7.2.1) and their counters (7.3.5.6). */
final class PortCodec {
  /** A port's name on the wire, filled up with zeros. */
  static final int NAME = 16;

  private static final long NANOS = 1_000_000_000L;

  /** Of a duration that a switch does not know: all bits set. */
  static final long UNKNOWN = -1;

  private PortCodec() {}

  static Port readPort(Input in) {
    long number = in.u32();
    in.skip(4);
    long mac = in.u48();
    in.skip(2);
    String name = name(in);
    return new Port(
        number, mac, name, in.u32(), in.u32(), in.u32(), in.u32(), in.u32(), in.u32(), in.u32(),
        in.u32());
  }

  /** One character for each byte: names come back as they were, whatever their encoding. */
  private static String name(Input in) {
    byte[] bytes = new byte[NAME];
    in.bytes(bytes, 0, NAME);
    int length = 0;
    while (length < NAME && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, ISO_8859_1);
  }

  static void writePort(ByteBuffer out, Port port) {
    out.putInt((int) port.number()).putInt(0);
    MatchCodec.mac(out, port.mac());
    out.putShort((short) 0);
    byte[] name = port.name().getBytes(ISO_8859_1);
    out.put(name).put(new byte[NAME - name.length]);
    out.putInt((int) port.config()).putInt((int) port.state());
    out.putInt((int) port.current()).putInt((int) port.advertised());
    out.putInt((int) port.supported()).putInt((int) port.peer());
    out.putInt((int) port.currentKbps()).putInt((int) port.maxKbps());
  }

  static PortStats readStats(Input in) {
    long port = in.u32();
    in.skip(4);
    return new PortStats(
        port,
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        readDuration(in));
  }

  static void writeStats(ByteBuffer out, PortStats stats) {
    out.putInt((int) stats.port()).putInt(0);
    out.putLong(stats.rxPackets()).putLong(stats.txPackets());
    out.putLong(stats.rxBytes()).putLong(stats.txBytes());
    out.putLong(stats.rxDropped()).putLong(stats.txDropped());
    out.putLong(stats.rxErrors()).putLong(stats.txErrors());
    out.putLong(stats.rxFrameErrors()).putLong(stats.rxOverrunErrors());
    out.putLong(stats.rxCrcErrors()).putLong(stats.collisions());
    writeDuration(out, stats.durationNanos());
  }

  /**
   * Reads seconds and nanoseconds. A switch that has no such precision sets all bits of the latter,
   * one that knows nothing those of both.
   */
  static long readDuration(Input in) {
    long seconds = in.u32();
    long nanos = in.u32();
    if (nanos < NANOS) {
      return seconds * NANOS + nanos;
    }
    return seconds == 0xffff_ffffL ? UNKNOWN : seconds * NANOS;
  }

  static void writeDuration(ByteBuffer out, long nanos) {
    if (nanos == UNKNOWN) {
      out.putLong(-1);
    } else {
      out.putInt((int) (nanos / NANOS)).putInt((int) (nanos % NANOS));
    }
  }
}
