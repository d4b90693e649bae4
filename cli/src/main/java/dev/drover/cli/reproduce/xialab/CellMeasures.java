package dev.drover.cli.reproduce.xialab;

import java.util.List;

/** What is measured of a cell each time. */
final class CellMeasures {
  /** From the start command until the source may be switched off, the disk's copy included. */
  static final String TOTAL_TIME = "total_time_ms";

  /** As QEMU reports it. */
  static final String DOWNTIME = "downtime_ms";

  /** The VM has stopped at its source and does not run at its destination. */
  static final String FREEZE = "freeze_ms";

  /** It runs, and what the client sends does not reach it. */
  static final String REBIND = "rebind_ms";

  /** From then until the client hears the first answer. */
  static final String FIRST_REPLY = "first_reply_ms";

  /** The longest time between two replies to probes. */
  static final String PROBE_GAP = "probe_gap_ms";

  /** The longest time between two answers on the stream. */
  static final String STREAM_GAP = "stream_gap_ms";

  /** The longest time between two answers in datagrams. */
  static final String DATAGRAM_GAP = "datagram_gap_ms";

  /** Questions that were due, on the stream and in datagrams. */
  static final String ASKED = "asked";

  static final String LOST = "answers_lost";
  static final String WRONG = "answers_wrong";

  /** Streams that stood and broke. */
  static final String BROKEN = "connections_broken";

  /** Of memory and device state. */
  static final String MEMORY = "memory_bytes";

  static final String DISK = "disk_bytes";

  /** How long the disk was copied before memory was sent. */
  static final String DISK_TIME = "disk_ms";

  static final String ROUNDS = "rounds";

  private CellMeasures() {}

  static List<String> all() {
    return List.of(
        TOTAL_TIME,
        DOWNTIME,
        FREEZE,
        REBIND,
        FIRST_REPLY,
        PROBE_GAP,
        STREAM_GAP,
        DATAGRAM_GAP,
        ASKED,
        LOST,
        WRONG,
        BROKEN,
        MEMORY,
        DISK,
        DISK_TIME,
        ROUNDS);
  }
}
