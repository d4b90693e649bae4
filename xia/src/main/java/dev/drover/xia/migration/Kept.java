package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import dev.drover.xia.chunk.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verified chunks that came, for the next time that they are told; the oldest go first. Their bytes
 * stand outside the heap, in slabs that are used again: within it the collector would stop
 * everything for 50 to 170 ms, once in 60 MB that come, to copy them. Safe for use by many threads.
 */
final class Kept {
  private static final int LARGEST_SLAB = 8 << 20;

  /** Of all there are: so much is given up at a time. */
  private static final int SLABS = 16;

  private record Place(int slab, int at, int length) {}

  private final int slabBytes;
  private final int mostSlabs;
  private final List<ByteBuffer> slabs = new ArrayList<>();

  /** In the order in which they came, which is that of the slabs. */
  private final Map<Xid, Place> places = new LinkedHashMap<>();

  /** The slab that is being filled, and how far it is. */
  private int slab;

  private int used;

  /**
   * @param capacityBytes of chunks, not below 0; for less than one chunk of the largest nothing is
   *     kept
   */
  Kept(long capacityBytes) {
    int largest = Profile.FAST.largestPiece();
    this.slabBytes = Math.clamp(capacityBytes / SLABS, largest, LARGEST_SLAB);
    this.mostSlabs = Math.toIntExact(capacityBytes / slabBytes);
  }

  /** Keeps a chunk of at most the profile's largest piece, unless it is there. */
  synchronized void insert(Chunk chunk) {
    if (mostSlabs == 0 || chunk.length() > slabBytes || places.containsKey(chunk.cid())) {
      return;
    }
    if (slabs.isEmpty() || used + chunk.length() > slabBytes) {
      nextSlab();
    }
    slabs.get(slab).put(used, chunk.content(), 0, chunk.length());
    places.put(chunk.cid(), new Place(slab, used, chunk.length()));
    used += chunk.length();
  }

  private void nextSlab() {
    slab = slabs.isEmpty() ? 0 : (slab + 1) % mostSlabs;
    used = 0;
    if (slab == slabs.size()) {
      slabs.add(ByteBuffer.allocateDirect(slabBytes));
      return;
    }
    Iterator<Place> oldest = places.values().iterator();
    while (oldest.hasNext() && oldest.next().slab == slab) {
      oldest.remove();
    }
  }

  /** {@return a copy of the content of this name, if it is here and so long} */
  synchronized Optional<byte[]> find(Xid cid, int length) {
    Place place = places.get(cid);
    if (place == null || place.length != length) {
      return Optional.empty();
    }
    byte[] content = new byte[length];
    slabs.get(place.slab).get(place.at, content);
    return Optional.of(content);
  }
}
