package dev.drover.simulate.packet;

import org.jspecify.annotations.Nullable;

/**
 * A packet on its way, taken from a {@link PacketPool} and given back where it ends. Its route is
 * an array of output ports: to forward it is to take the next one.
 */
final class Packet {
  private static final Port[] NOWHERE = {};

  /** SACK blocks beside the timestamp option (RFC 2018, section 3). */
  static final int MAX_SACK_BLOCKS = 3;

  Port[] route = NOWHERE;
  int hop;

  /** On the wire, link layer included. */
  int wireBytes;

  /** Migration traffic, or workload. */
  boolean migration;

  /** The VM whose traffic it is, as its network numbers owners; for reservations. */
  int owner;

  @Nullable Endpoint target;

  /** First byte of the payload, or of what is acknowledged. */
  long sequence;

  int payload;
  boolean connecting;

  /** Bytes that the receiver will take beyond {@link #sequence} of an acknowledgement. */
  long window;

  /** RFC 7323 timestamp, at full resolution, in picoseconds. */
  long sentAt;

  long echo;

  /** An acknowledgement of what had arrived before (RFC 2883). */
  boolean duplicate;

  int sackBlocks;
  final long[] sackStart = new long[MAX_SACK_BLOCKS];
  final long[] sackEnd = new long[MAX_SACK_BLOCKS];

  @Nullable Packet nextFree;

  /** Sends it over the next port of its route, or to its target behind the last one. */
  void forward() {
    int next = ++hop;
    if (next < route.length) {
      route[next].send(this);
    } else {
      Endpoint end = target;
      if (end != null) {
        end.receive(this);
      }
    }
  }

  /** Sends it over the first port of {@code way}. */
  void depart(Port[] way) {
    route = way;
    hop = 0;
    way[0].send(this);
  }
}
