package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that are kept in memory because somebody may ask for them again. Bounded by bytes; what it
 * gives up for others its policy says. Only what was verified gets in. Safe for use by many
 * threads.
 */
public final class ContentCache {
  private static final Logger LOG = System.getLogger(ContentCache.class.getName());

  /**
   * What the JVM needs for a chunk besides its content, about: its name, the chunk and its array's
   * header, its entries in the table and the policy. Without it a million tiny chunks would take a
   * multiple of the capacity.
   */
  public static final int ENTRY_BYTES = 192;

  private record Entry(Chunk chunk, int place, long insertedAt) {}

  private final long capacity;
  private final CachePolicy policy;
  private final long ttlNanos;
  private final LongSupplier nanoTime;

  /** In the order of insertion, which is that of expiry. */
  private final Map<Xid, Entry> entries = new LinkedHashMap<>();

  private final List<@Nullable Entry> places = new ArrayList<>();
  private int[] freePlaces = new int[16];
  private int free;

  private long bytes;
  private long hits;
  private long misses;
  private long inserted;
  private long evicted;
  private long expired;
  private long poisoned;

  /** A cache whose chunks do not age. */
  public ContentCache(long capacityBytes, CachePolicy policy) {
    this(capacityBytes, policy, Long.MAX_VALUE, () -> 0);
  }

  /**
   * @param ttl after which a chunk is not given out any more, however often it was asked for
   */
  public ContentCache(long capacityBytes, CachePolicy policy, Duration ttl, LongSupplier nanoTime) {
    this(capacityBytes, policy, ttl.toNanos(), nanoTime);
  }

  private ContentCache(
      long capacityBytes, CachePolicy policy, long ttlNanos, LongSupplier nanoTime) {
    if (capacityBytes < 0 || ttlNanos <= 0) {
      throw new IllegalArgumentException(
          "capacityBytes must not be negative and ttl be above 0, not %d and %d ns"
              .formatted(capacityBytes, ttlNanos));
    }
    this.capacity = capacityBytes;
    this.policy = policy;
    this.ttlNanos = ttlNanos;
    this.nanoTime = nanoTime;
  }

  /** {@return what a chunk of this many bytes counts for} */
  public static long footprint(int length) {
    return ENTRY_BYTES + (length + 7L) / 8 * 8;
  }

  /** {@return whether it ever keeps anything} */
  public boolean keeps() {
    return policy.keeps() && capacity > 0;
  }

  /**
   * Verifies content and inserts it; what is not what its name says is refused, counted and logged.
   *
   * @param content taken over
   * @param origin whom it came from, for the log
   * @return whether it was what its name says
   */
  public boolean offer(Xid cid, byte[] content, String origin) {
    Optional<Chunk> chunk = Chunk.verified(cid, content);
    if (chunk.isEmpty()) {
      synchronized (this) {
        poisoned++;
      }
      LOG.log(
          Logger.Level.WARNING,
          "poisoned chunk: {0} bytes from {1} are not {2}; refused",
          content.length,
          origin,
          cid);
      return false;
    }
    insert(chunk.get());
    return true;
  }

  /** Keeps a chunk, unless it is there already, larger than the cache, or nothing is kept. */
  public synchronized void insert(Chunk chunk) {
    long need = footprint(chunk.length());
    if (!policy.keeps() || need > capacity) {
      return;
    }
    long now = nanoTime.getAsLong();
    expire(now);
    if (entries.containsKey(chunk.cid())) {
      return;
    }
    while (bytes + need > capacity) {
      Entry victim = places.get(policy.victim());
      if (victim == null) {
        throw new IllegalStateException("the cache policy gave up a place that is free");
      }
      evicted++;
      drop(victim);
    }
    int place = free > 0 ? freePlaces[--free] : places.size();
    Entry entry = new Entry(chunk, place, now);
    if (place == places.size()) {
      places.add(entry);
    } else {
      places.set(place, entry);
    }
    entries.put(chunk.cid(), entry);
    bytes += need;
    inserted++;
    policy.inserted(place, chunk.length());
  }

  private void expire(long now) {
    if (ttlNanos == Long.MAX_VALUE) {
      return;
    }
    while (!entries.isEmpty()) {
      Entry oldest = entries.values().iterator().next();
      if (now - oldest.insertedAt() < ttlNanos) {
        return;
      }
      expired++;
      drop(oldest);
    }
  }

  private void drop(Entry entry) {
    entries.remove(entry.chunk().cid());
    places.set(entry.place(), null);
    if (free == freePlaces.length) {
      freePlaces = Arrays.copyOf(freePlaces, free * 2);
    }
    freePlaces[free++] = entry.place();
    bytes -= footprint(entry.chunk().length());
    policy.removed(entry.place());
  }

  /** {@return the chunk of this name, which counts as used} */
  public synchronized Optional<Chunk> find(Xid cid) {
    expire(nanoTime.getAsLong());
    Entry entry = entries.get(cid);
    if (entry == null) {
      misses++;
      return Optional.empty();
    }
    hits++;
    policy.used(entry.place());
    return Optional.of(entry.chunk());
  }

  /** {@return whether it is there; that counts for nothing} */
  public synchronized boolean contains(Xid cid) {
    expire(nanoTime.getAsLong());
    return entries.containsKey(cid);
  }

  /** Takes a chunk out, if it is there. */
  public synchronized void remove(Xid cid) {
    Entry entry = entries.get(cid);
    if (entry != null) {
      drop(entry);
    }
  }

  public synchronized CacheCounts counts() {
    return new CacheCounts(
        entries.size(), bytes, hits, misses, inserted, evicted, expired, poisoned);
  }
}
