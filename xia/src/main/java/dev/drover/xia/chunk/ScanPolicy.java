package dev.drover.xia.chunk;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The prototype's policy (v1.1; notes 3.7), kept to show why it was given up. Every chunk has a
 * flag that says it was inserted or used since the last refresh; a refresh clears all flags after a
 * number of cached packets. When space is needed the table is searched from its begin for an entry
 * without a flag; if there is none, the first entry goes. The search grows from one entry after a
 * refresh to the whole table before the next.
 *
 * <p>Incomplete chunks, which the prototype kept in the same tables and gave up first, are not in
 * the cache here ({@link Reassembly}).
 */
final class ScanPolicy implements CachePolicy {
  /** What the prototype puts into a packet of 1,400 bytes. */
  private static final int PACKET_PAYLOAD = 1172;

  private final int refreshPackets;
  private final BitSet taken = new BitSet();

  /** Searched entry by entry as the prototype does, so not a BitSet, which skips 64 at once. */
  private boolean[] flags = new boolean[16];

  private int packets;

  ScanPolicy(int refreshPackets) {
    if (refreshPackets < 1) {
      throw new IllegalArgumentException(
          "refreshPackets must be at least 1, not " + refreshPackets);
    }
    this.refreshPackets = refreshPackets;
  }

  @Override
  public void inserted(int place, int bytes) {
    if (place >= flags.length) {
      flags = Arrays.copyOf(flags, Math.max(place + 1, flags.length * 2));
    }
    packets += (bytes + PACKET_PAYLOAD - 1) / PACKET_PAYLOAD;
    if (packets >= refreshPackets) {
      packets = 0;
      Arrays.fill(flags, false);
    }
    taken.set(place);
    flags[place] = true;
  }

  @Override
  public void used(int place) {
    flags[place] = true;
  }

  @Override
  public void removed(int place) {
    taken.clear(place);
  }

  @Override
  public int victim() {
    int places = taken.length();
    for (int place = 0; place < places; place++) {
      if (!flags[place] && taken.get(place)) {
        return place;
      }
    }
    return taken.nextSetBit(0);
  }
}
