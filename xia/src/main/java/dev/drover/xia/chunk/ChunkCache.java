package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a router or a host does with content that passes it: chunks are put together from their
 * packets, verified, kept, and given to those who ask for them later (notes 2.4). Whoever forwards
 * packets calls {@link #passing} and {@link #answer}. Safe for use by many threads.
 */
public final class ChunkCache implements AutoCloseable {
  /** Pieces that may wait to be sent. */
  private static final int MOST_PIECES = 16_384;

  /** What an incomplete chunk takes besides its content, about. */
  private static final int PARTIAL_BYTES = 256;

  private final ContentCache cache;
  private final long partialCapacity;
  private final Executor workers;
  private final ChunkResponder responder;

  /** In the order in which they began. */
  private final Map<Xid, Partial> partials = new LinkedHashMap<>();

  /** Of those and of what is being verified. */
  private long partialBytes;

  private long answered;
  private long malformed;
  private long contradicting;
  private long dropped;

  /**
   * @param partialCapacityBytes of chunks that are incomplete or being verified; the oldest are
   *     dropped beyond it
   * @param workers verify chunks, tens of microseconds each
   */
  public ChunkCache(
      Network network, ContentCache cache, long partialCapacityBytes, Executor workers) {
    this.cache = cache;
    this.partialCapacity = partialCapacityBytes;
    this.workers = workers;
    this.responder = new ChunkResponder(network, MOST_PIECES);
  }

  /**
   * Hears of a packet on its way, or at its end, whose source intent is content; of others nothing
   * is noted. The packet is neither kept nor changed, and whatever is in it, nothing is thrown.
   */
  public void passing(Packet packet) {
    Xid cid = packet.sourceIntent();
    if (!cache.keeps() || !XidType.isContent(cid.type()) || cache.contains(cid)) {
      return;
    }
    try {
      ByteBuffer body = packet.payload();
      if (ContentMessage.decode(body) instanceof ChunkResponse piece && !piece.oneShot()) {
        add(cid, piece, body, packet);
      }
    } catch (MalformedPacket e) {
      synchronized (this) {
        malformed++;
      }
    }
  }

  private void add(Xid cid, ChunkResponse piece, ByteBuffer body, Packet packet) {
    Partial whole;
    synchronized (this) {
      Partial partial = partials.get(cid);
      if (partial == null) {
        if (piece.chunkLength() + PARTIAL_BYTES > partialCapacity) {
          return;
        }
        partial = new Partial(piece.chunkLength());
        partials.put(cid, partial);
        partialBytes += partial.length() + PARTIAL_BYTES;
        dropOldest();
      } else if (partial.length() != piece.chunkLength()) {
        contradicting++;
        return;
      }
      partial.add(piece.offset(), piece.length(), body);
      if (!partial.whole()) {
        return;
      }
      partials.remove(cid);
      whole = partial;
    }
    String origin = Responders.of(packet).toString();
    workers.execute(() -> keep(cid, whole, origin));
  }

  /** The newest stays: what is being verified may take all the room for a moment. */
  private void dropOldest() {
    while (partialBytes > partialCapacity && partials.size() > 1) {
      Xid oldest = partials.keySet().iterator().next();
      Partial partial = partials.remove(oldest);
      if (partial != null) {
        partialBytes -= partial.length() + PARTIAL_BYTES;
        dropped++;
      }
    }
  }

  private void keep(Xid cid, Partial whole, String origin) {
    try {
      cache.offer(cid, whole.content(), origin);
    } finally {
      synchronized (this) {
        partialBytes -= whole.length() + PARTIAL_BYTES;
      }
    }
  }

  /**
   * Answers a request for content that is kept here.
   *
   * @param packet whose next node, by its address, is the content that it asks for
   * @return whether it is answered; if not it goes on, to the next edge
   */
  public boolean answer(Packet packet) {
    Xid cid = packet.intent();
    if (!XidType.isContent(cid.type())) {
      return false;
    }
    try {
      if (!(ContentMessage.decode(packet.payload()) instanceof ChunkRequest request)) {
        return false;
      }
      Optional<Chunk> chunk = cache.find(cid);
      if (chunk.isEmpty()) {
        return false;
      }
      responder.answer(packet, request, chunk.get(), false);
      synchronized (this) {
        answered++;
      }
      return true;
    } catch (MalformedPacket e) {
      synchronized (this) {
        malformed++;
      }
      return false;
    }
  }

  public synchronized Counts counts() {
    return new Counts(partials.size(), partialBytes, answered, malformed, contradicting, dropped);
  }

  /** Answers no more; the cache itself stays as it is. */
  @Override
  public void close() {
    responder.close();
  }

  /**
   * What became of packets, since this was made.
   *
   * @param partials incomplete chunks there are
   * @param partialBytes that these and what is being verified take
   * @param answered requests
   * @param malformed packets that said they were content but were neither request nor response
   * @param contradicting pieces refused because the chunk had another length before
   * @param dropped incomplete chunks given up for newer ones
   */
  public record Counts(
      int partials,
      long partialBytes,
      long answered,
      long malformed,
      long contradicting,
      long dropped) {}
}
