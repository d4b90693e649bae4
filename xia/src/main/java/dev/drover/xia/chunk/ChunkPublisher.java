package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Content that a node has for others until it is taken away again. Every chunk is bound on the
 * network by its name, so a node has one publisher for all its services: the same content published
 * twice is there once, until it is removed as often. Safe for use by many threads.
 */
public final class ChunkPublisher implements AutoCloseable {
  /** Pieces that may wait to be sent. */
  private static final int MOST_PIECES = 16_384;

  /** Whether caches on the way may keep a chunk; once it may be not, it may be not. */
  public enum Caching {
    ALLOWED,
    /** Nobody but one will ask for it. */
    ONE_SHOT
  }

  private static final class Published {
    final Chunk chunk;
    volatile boolean oneShot;
    int times = 1;
    Network.@Nullable Binding binding;

    Published(Chunk chunk, boolean oneShot) {
      this.chunk = chunk;
      this.oneShot = oneShot;
    }
  }

  private final Network network;
  private final long capacity;
  private final ChunkResponder responder;
  private final LongAdder refused = new LongAdder();
  private final Map<Xid, Published> published = new HashMap<>();
  private long bytes;
  private boolean closed;

  /**
   * @param capacityBytes of all content together
   */
  public ChunkPublisher(Network network, long capacityBytes) {
    this.network = network;
    this.capacity = capacityBytes;
    this.responder = new ChunkResponder(network, MOST_PIECES);
  }

  /**
   * Makes a chunk available, once there is room for it: this waits until enough was removed.
   *
   * @throws IllegalArgumentException when it is larger than all the room there is
   * @throws IllegalStateException when the publisher was closed, or the name is bound by another
   */
  public synchronized void put(Chunk chunk, Caching caching) throws InterruptedException {
    if (chunk.length() > capacity) {
      throw new IllegalArgumentException(
          "a chunk of %d bytes is larger than the publisher's %d"
              .formatted(chunk.length(), capacity));
    }
    while (!closed && !published.containsKey(chunk.cid()) && bytes + chunk.length() > capacity) {
      wait();
    }
    if (closed) {
      throw new IllegalStateException("the publisher is closed; nothing can be published any more");
    }
    boolean oneShot = caching == Caching.ONE_SHOT;
    Published before = published.get(chunk.cid());
    if (before != null) {
      before.times++;
      before.oneShot |= oneShot;
      return;
    }
    Published added = new Published(chunk, oneShot);
    added.binding = network.bind(chunk.cid(), packet -> answer(added, packet));
    published.put(chunk.cid(), added);
    bytes += chunk.length();
  }

  private void answer(Published content, Packet packet) {
    try {
      if (ContentMessage.decode(packet.payload()) instanceof ChunkRequest request) {
        responder.answer(packet, request, content.chunk, content.oneShot);
      }
    } catch (MalformedPacket e) {
      refused.increment();
    }
  }

  /** Takes back one {@link #put}; what is being sent is still sent. */
  public synchronized void remove(Xid cid) {
    Published content = published.get(cid);
    if (content == null || --content.times > 0) {
      return;
    }
    published.remove(cid);
    unbind(content);
    bytes -= content.chunk.length();
    notifyAll();
  }

  private static void unbind(Published content) {
    if (content.binding != null) {
      content.binding.close();
    }
  }

  /** {@return the bytes of all that is published} */
  public synchronized long bytes() {
    return bytes;
  }

  /** {@return how many requests were none, or could not be answered} */
  public long refused() {
    return refused.sum();
  }

  /** Takes everything back. */
  @Override
  public synchronized void close() {
    closed = true;
    published.values().forEach(ChunkPublisher::unbind);
    published.clear();
    bytes = 0;
    responder.close();
    notifyAll();
  }
}
