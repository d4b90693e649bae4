package dev.drover.cli.controller;

import java.nio.ByteBuffer;

/**
 * The flows that a controller wants to hear the end of. There is room for so many; the oldest makes
 * room for a new one, as if its time were over, and the controller is told. So no pair that is
 * asked about has rules any more.
 */
final class FlowMemory {
  // Offsets in a flow mod.
  private static final int COOKIE = 8;
  private static final int TABLE = 24;
  private static final int IDLE = 26;
  private static final int PRIORITY = 30;
  static final int MATCH = 48;

  /** The length of a flow-removed without its match. */
  private static final int REMOVED = 48;

  private static final int LONGEST_MATCH = 128;
  private static final int TYPE = 0x040b_0000;

  private final byte[][] matches;
  private final long[] cookies;
  private final int[] lengths;
  private final short[] priorities;
  private final short[] idle;
  private final byte[] tables;
  private int first;
  private int size;

  FlowMemory(int capacity) {
    this.matches = new byte[capacity][LONGEST_MATCH];
    this.cookies = new long[capacity];
    this.lengths = new int[capacity];
    this.priorities = new short[capacity];
    this.idle = new short[capacity];
    this.tables = new byte[capacity];
  }

  /**
   * Remembers a flow.
   *
   * @param mod the flow mod begins at {@code at} and is whole
   * @param out where the end of the oldest is told when there was no room
   */
  void add(ByteBuffer mod, int at, ByteBuffer out) {
    int length = ((mod.getShort(at + MATCH + 2) & 0xffff) + 7) & ~7;
    if (length > LONGEST_MATCH) {
      throw new IllegalStateException("a flow mod with a match of " + length + " bytes");
    }
    if (size == matches.length) {
      tell(first, out);
      first = (first + 1) % matches.length;
      size--;
    }
    int slot = (first + size) % matches.length;
    mod.get(at + MATCH, matches[slot], 0, length);
    lengths[slot] = length;
    cookies[slot] = mod.getLong(at + COOKIE);
    priorities[slot] = mod.getShort(at + PRIORITY);
    idle[slot] = mod.getShort(at + IDLE);
    tables[slot] = mod.get(at + TABLE);
    size++;
  }

  private void tell(int slot, ByteBuffer out) {
    out.putInt(TYPE | (REMOVED + lengths[slot])).putInt(0);
    out.putLong(cookies[slot]).putShort(priorities[slot]).put((byte) 0).put(tables[slot]);
    out.putInt(idle[slot] & 0xffff).putInt(0).putShort(idle[slot]).putShort((short) 0);
    out.putLong(1).putLong(Hosts.FRAME);
    out.put(matches[slot], 0, lengths[slot]);
  }
}
