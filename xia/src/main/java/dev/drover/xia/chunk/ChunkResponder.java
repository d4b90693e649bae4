package dev.drover.xia.chunk;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends pieces of chunks to those who asked, on a thread of its own: in the order asked for to each
 * of them, to several of them by turns, at the pace that each wants. A piece that is yet to be sent
 * and is asked for again is sent once.
 */
final class ChunkResponder implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ChunkResponder.class.getName());

  /** What may be sent late at once when the thread came late, for the clock's grain. */
  private static final long BURST_NANOS = 1_000_000;

  private static final int LENGTH_AT = 2;

  /** A piece to be sent. */
  private static final class Piece {
    final Asked asked;
    final Chunk chunk;
    final ChunkRequest request;
    final boolean oneShot;

    /** An empty packet to the requester. */
    final byte[] head;

    /** Of the chunk in a packet, at most. */
    final int payload;

    int at;

    Piece(
        Asked asked, Chunk chunk, ChunkRequest request, boolean oneShot, byte[] head, int payload) {
      this.asked = asked;
      this.chunk = chunk;
      this.request = request;
      this.oneShot = oneShot;
      this.head = head;
      this.payload = payload;
      this.at = asked.from;
    }

    Packet next() {
      int length = Math.min(payload, asked.to - at);
      int header = request.prototype() ? ChunkResponse.PROTOTYPE_SIZE : ChunkResponse.SIZE;
      byte[] array = new byte[head.length + header + length];
      System.arraycopy(head, 0, array, 0, head.length);
      ByteBuffer bytes = ByteBuffer.wrap(array);
      bytes.putShort(LENGTH_AT, (short) (header + length)).position(head.length);
      ChunkResponse response =
          new ChunkResponse(request.number(), at, length, chunk.length(), oneShot);
      if (request.prototype()) {
        response.encodePrototype(bytes);
      } else {
        response.encode(bytes);
      }
      chunk.copy(at, array, bytes.position(), length);
      at += length;
      return Packet.parse(array, array.length);
    }
  }

  private record Asked(Xid requester, Xid cid, int from, int to) {}

  /** All that one requester is to get. */
  private static final class Line implements Comparable<Line> {
    final Queue<Piece> pieces = new ArrayDeque<>();
    final Xid requester;
    long nextAt;
    long turn;

    Line(Xid requester) {
      this.requester = requester;
    }

    @Override
    public int compareTo(Line other) {
      // Differences, as the clock may pass the largest number.
      int byTime = Long.signum(nextAt - other.nextAt);
      return byTime != 0 ? byTime : Long.compare(turn, other.turn);
    }
  }

  private final Network network;
  private final int mostPieces;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Line> lines = new PriorityQueue<>();
  private final Map<Xid, Line> byRequester = new HashMap<>();
  private final Set<Asked> asked = new HashSet<>();
  private long turns;
  private boolean closed;

  /**
   * @param mostPieces that may wait to be sent; a request beyond is as one that was lost
   */
  ChunkResponder(Network network, int mostPieces) {
    this.network = network;
    this.mostPieces = mostPieces;
    Thread.ofVirtual().name("chunk-responder").start(this::run);
  }

  /**
   * Has a piece sent.
   *
   * @param packet that the request came in
   * @throws MalformedPacket when it cannot be answered
   */
  void answer(Packet packet, ChunkRequest request, Chunk chunk, boolean oneShot) {
    int to = request.length() == 0 ? chunk.length() : request.offset() + request.length();
    if (request.offset() >= chunk.length() || to > chunk.length()) {
      throw new MalformedPacket(
          "bytes %d to %d of a chunk of %d".formatted(request.offset(), to, chunk.length()));
    }
    Dag requester = packet.source();
    Packet empty =
        Packet.of(
            requester, network.address(chunk.cid()), NextHeader.CONTENT, ByteBuffer.allocate(0));
    int header = request.prototype() ? ChunkResponse.PROTOTYPE_SIZE : ChunkResponse.SIZE;
    int largest = Math.min(request.packetBytes(), network.largestPacket());
    int payload = Math.min(largest - empty.size(), 0xFFFF) - header;
    if (payload < 1) {
      throw new MalformedPacket("packets of " + largest + " bytes have no room for content");
    }
    Asked what = new Asked(requester.intent(), chunk.cid(), request.offset(), to);
    Piece piece = new Piece(what, chunk, request, oneShot, empty.array(), payload);
    lock.lock();
    try {
      if (closed || asked.size() >= mostPieces || !asked.add(what)) {
        return;
      }
      Line line = byRequester.get(what.requester);
      if (line == null) {
        line = new Line(what.requester);
        line.nextAt = network.nanoTime();
        line.turn = turns++;
        byRequester.put(what.requester, line);
        line.pieces.add(piece);
        lines.add(line);
        changed.signal();
      } else {
        line.pieces.add(piece);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (Packet packet = next(); packet != null; packet = next()) {
        send(packet);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One that the network refuses is as good as lost: those after it are to be sent all the same.
   */
  private void send(Packet packet) {
    try {
      network.send(packet);
    } catch (RuntimeException e) {
      LOG.log(
          Logger.Level.WARNING,
          "a piece of {0} was not sent: {1}",
          packet.sourceIntent(),
          e.getMessage());
    }
  }

  private @Nullable Packet next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Line line = lines.peek();
        if (line == null) {
          changed.await();
          continue;
        }
        long wait = line.nextAt - network.nanoTime();
        if (wait > 0) {
          Network.Timer timer = network.after(wait, this::wake);
          changed.await();
          timer.cancel();
          continue;
        }
        lines.remove();
        return next(line);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private Packet next(Line line) {
    Piece piece = line.pieces.element();
    Packet packet = piece.next();
    if (piece.at == piece.asked.to) {
      line.pieces.remove();
      asked.remove(piece.asked);
    }
    long now = network.nanoTime();
    long pace = piece.request.pace();
    line.nextAt = pace == 0 || now - line.nextAt > BURST_NANOS ? now - BURST_NANOS : line.nextAt;
    line.nextAt += pace == 0 ? BURST_NANOS : (long) (packet.size() * 1e9 / pace);
    line.turn = turns++;
    if (line.pieces.isEmpty()) {
      byRequester.remove(line.requester);
    } else {
      lines.add(line);
    }
    return packet;
  }

  private void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What is yet to be sent is not. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
