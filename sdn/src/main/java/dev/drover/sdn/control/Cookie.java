package dev.drover.sdn.control;

/**
 * The cookies of the controller's own flows: "DRVR" in the upper 32 bits, then two bits of kind,
 * one that marks the first rule of a direction (whose counters are the flow's), one that marks the
 * direction back to the source, and 28 bits of the path's number.
 */
final class Cookie {
  /** Which frames go to the controller or nowhere. */
  static final long BASE = 0;

  /** All packets between two hosts. */
  static final long PAIR = 1;

  /** A TCP connection, or all to a port. */
  static final long CONNECTION = 2;

  /** What goes with the run that set it: lookouts for connections, answers to ARP. */
  static final long OF_RUN = 3;

  static final long PREFIX = 0x44525652L << 32;
  static final long PREFIX_MASK = 0xffff_ffffL << 32;
  static final long KIND_MASK = 3L << 30;
  static final long FIRST = 1L << 29;
  static final long BACK = 1L << 28;
  static final int NUMBER_MASK = 0x0fff_ffff;
  private static final int KIND_SHIFT = 30;

  /** The mask under which a cookie is only itself. */
  static final long EXACT = -1L;

  private Cookie() {}

  static long of(long kind, int number) {
    return PREFIX | kind << KIND_SHIFT | (number & NUMBER_MASK);
  }

  static boolean isOwn(long cookie) {
    return (cookie & PREFIX_MASK) == PREFIX;
  }

  static long kind(long cookie) {
    return (cookie & KIND_MASK) >>> KIND_SHIFT;
  }

  static int number(long cookie) {
    return (int) cookie & NUMBER_MASK;
  }

  static boolean isFirst(long cookie) {
    return (cookie & FIRST) != 0;
  }

  static boolean isBack(long cookie) {
    return (cookie & BACK) != 0;
  }
}
