package dev.drover.xia.chunk;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import dev.drover.xia.transport.CongestionControl;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for chunks in the order in which they are wanted, as many bytes at once as a window allows,
 * and again for what is lost; verifies what came, on other threads, before anyone gets it.
 *
 * <p>Anyone on the way to the origin may answer. A chunk that came with other content, or that
 * nobody answers for, is asked of the origin alone. Safe for use by many threads.
 */
public final class ChunkFetcher implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ChunkFetcher.class.getName());

  /** After so many tries that nothing came of, only the origin is asked. */
  private static final int TRIES_ANYWHERE = 2;

  /** How much faster than the window allows an answer is to come: what is lost is to be made up. */
  private static final double PACE_GAIN = 1.25;

  /**
   * Of the window, at most, that is left unused until it is worth a request: with one for each
   * packet that comes there would be as many packets of requests as of content.
   */
  private static final int WORTH_A_REQUEST = 8;

  /** A response's source beyond the content: a domain and a host. */
  private static final int RESPONDER_NODES = 3;

  /**
   * For less the window is not begun anew: a host that has much to do answers late, and what is
   * merely late says nothing of the path. As long as TCP waits at least (Linux's RTO).
   */
  private static final long LEAST_SILENCE = 200_000_000;

  /** Why something is asked for again. */
  private enum Cause {
    OVERTAKEN,
    LATE,
    SILENCE
  }

  private final Network network;
  private final Xid service;
  private final FetchSettings settings;
  private final CongestionControl window;
  private final Executor workers;
  private final Network.Binding binding;
  private final Network.Binding moves;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Xid, Transfer> transfers = new HashMap<>();

  private final Responders responders = new Responders();
  private final Inquiries inquiries;
  private final Wanted wanted;
  private final Errands errands = new Errands();

  /** Where answers come to. */
  private Dag here;

  /** Whether the window is why no more is asked for. */
  private boolean heldBack;

  private long heardAt;
  private long slowedAt;
  private Network.@Nullable Timer timer;
  private long timerAt;
  private int timersSet;

  /** The last request since the timer was looked at. */
  private @Nullable Inquiry sent;

  private boolean closed;

  /**
   * @param service that answers come to: this fetcher's own, best made up for it alone
   * @param window of bytes that may be asked for and not have come: this fetcher's alone; the
   *     prototype's way has none
   * @param workers verify chunks and run what hears of them; they may block
   * @throws IllegalStateException when {@code service} is bound already
   */
  public ChunkFetcher(
      Network network,
      Xid service,
      FetchSettings settings,
      CongestionControl window,
      Executor workers) {
    this.network = network;
    this.service = service;
    this.settings = settings;
    this.window = window;
    this.workers = workers;
    this.inquiries = new Inquiries(settings, responders);
    this.wanted = new Wanted(settings, network::nanoTime);
    this.heardAt = network.nanoTime();
    this.slowedAt = heardAt;
    this.here = network.address(service);
    this.binding = network.bind(service, this::receive);
    this.moves = network.onMove(this::moved);
    // It may have moved just before it was asked to tell.
    locked(() -> here = network.address(service));
  }

  /**
   * As the other, for who waits for the {@link Fetch} itself and has memory for all he asks for.
   */
  public Fetch fetch(Dag origin, Xid cid, int length) {
    return fetch(origin, cid, length, _ -> {});
  }

  /**
   * Has a chunk fetched; returns at once.
   *
   * @param origin where it is published: an address of its host, or of a service there
   * @param length as announced, in bytes
   * @param done hears of the outcome on a worker; the chunk counts as delivered when it returns
   * @throws IllegalArgumentException when {@code cid} names no content, {@code length} is none that
   *     a chunk can have, or {@code origin} leads nowhere
   */
  public Fetch fetch(Dag origin, Xid cid, int length, Consumer<FetchOutcome> done) {
    Chunk.checkLength(length);
    if (!XidType.isContent(cid.type())) {
      throw new IllegalArgumentException(cid + " names no content");
    }
    Transfer added = new Transfer(origin, cid, length);
    Fetch fetch = new Fetch(cid, length, done);
    locked(() -> {
      Transfer transfer = transfers.get(cid);
      if (closed) {
        endLater(List.of(fetch), new FetchOutcome.Failed(cid, "the fetcher is closed"), 0);
      } else if (transfer == null) {
        added.fetches.add(fetch);
        transfers.put(cid, added);
        wanted.addLast(added);
      } else if (transfer.length == length) {
        transfer.fetches.add(fetch);
      } else {
        String why =
            "%s is announced with %d bytes and with %d".formatted(cid, transfer.length, length);
        endLater(List.of(fetch), new FetchOutcome.Failed(cid, why), 0);
      }
    });
    return fetch;
  }

  /** Does something with the lock, asks for what may be asked for now, and sends it without. */
  private void locked(Runnable what) {
    lock.lock();
    try {
      what.run();
      if (!closed) {
        ask();
        arm();
      }
    } finally {
      lock.unlock();
    }
    errands.run();
  }

  private void ask() {
    heldBack = false;
    for (Wanted.Range next = wanted.poll(); next != null; next = wanted.poll()) {
      Transfer transfer = next.transfer();
      int length = next.length();
      if (!settings.prototype()) {
        int payload = payload();
        long whole = window.window();
        long room = whole - inquiries.inFlight();
        long worth = Math.max(payload, Math.min(settings.requestBytes(), whole / WORTH_A_REQUEST));
        if (inquiries.inFlight() > 0 && room < Math.min(length, worth)) {
          wanted.addFirst(transfer, next.from(), next.to());
          heldBack = true;
          return;
        }
        long most = Math.min(settings.requestBytes(), Math.max(room, payload));
        if (length > most) {
          length = (int) Math.max(Math.min(payload, most), most / payload * payload);
          wanted.addFirst(transfer, next.from() + length, next.to());
        }
      }
      request(transfer, next.from(), next.from() + length);
    }
  }

  private int payload() {
    int header =
        Packet.FIXED_BYTES
            + here.wireBytes()
            + RESPONDER_NODES * Dag.NODE_BYTES
            + ChunkResponse.SIZE;
    return Math.clamp(network.largestPacket() - header, 1, 0xFFFF - ChunkResponse.SIZE);
  }

  private void request(Transfer transfer, int from, int to) {
    long now = network.nanoTime();
    Inquiry inquiry = inquiries.add(transfer, from, to, now);
    sent = inquiry;
    ChunkRequest message =
        settings.prototype()
            ? ChunkRequest.prototype(0, 0)
            : new ChunkRequest(
                false, inquiry.number, from, to - from, network.largestPacket(), pace(transfer));
    ByteBuffer bytes = ByteBuffer.allocate(message.size());
    message.encode(bytes);
    Packet packet = Packet.of(transfer.destination(), here, NextHeader.CONTENT, bytes.flip());
    errands.add(() -> network.send(packet));
  }

  private long pace(Transfer transfer) {
    Responders.Responder origin = responders.known(transfer.origin);
    return origin == null ? 0 : (long) (PACE_GAIN * 1e9 * window.window() / origin.smoothed);
  }

  private void receive(Packet packet) {
    ByteBuffer body = packet.payload();
    try {
      if (ContentMessage.decode(body) instanceof ChunkResponse piece) {
        locked(() -> take(packet.sourceIntent(), Responders.of(packet), piece, body));
      }
    } catch (MalformedPacket e) {
      LOG.log(Logger.Level.DEBUG, "a packet was no content: {0}", e.getMessage());
    }
  }

  private void take(Xid cid, Xid host, ChunkResponse piece, ByteBuffer body) {
    Transfer transfer = transfers.get(cid);
    if (closed || transfer == null || !transfer.started || transfer.verifying) {
      return;
    }
    if (piece.chunkLength() != transfer.length) {
      transfer.otherLength = piece.chunkLength();
      return;
    }
    Inquiry inquiry = inquiries.answered(transfer, piece);
    if (transfer.falseTimes > 0 && (!host.equals(transfer.origin) || inquiry == null)) {
      // What is still on its way from those who were asked before.
      return;
    }
    long now = network.nanoTime();
    heardAt = now;
    Responders.Responder responder = responders.heard(host);
    responder.heardAt = now;
    long rtt = 0;
    if (inquiry != null) {
      if (inquiry.responder == null && piece.offset() == inquiry.from) {
        rtt = now - inquiry.sentAt;
        responder.sample(rtt);
      }
      inquiry.responder = host;
      inquiry.heardAt = now;
    }
    int added = transfer.partial.add(piece.offset(), piece.length(), body);
    if (added > 0) {
      transfer.responders.add(host);
      transfer.silent = 0;
      transfer.progressAt = now;
      inquiries.settle(transfer);
      window.onAck(heldBack ? added : 0, rtt, now);
    }
    if (inquiry != null && !settings.prototype()) {
      int lostUpTo = inquiry.lostUpTo(piece.offset(), piece.offset() + piece.length());
      lose(inquiry, lostUpTo, now, Cause.OVERTAKEN);
      overtake(inquiry, host, now);
    }
    if (transfer.partial.whole()) {
      verifyLater(transfer);
    }
  }

  /** Requests before this one that the same host answers are overtaken by what came for this. */
  private void overtake(Inquiry by, Xid host, long now) {
    for (Inquiry each : inquiries.overtaken(by, host)) {
      countSilence(each, now);
      lose(each, each.to, now, Cause.OVERTAKEN);
    }
  }

  /** What of a request is missing before {@code upTo} is to be asked for again. */
  private void lose(Inquiry inquiry, int upTo, long now, Cause cause) {
    if (upTo <= inquiry.from) {
      return;
    }
    Transfer transfer = inquiry.transfer;
    Coverage coverage = transfer.partial.coverage();
    boolean any = coverage.missing(inquiry.from, upTo) > 0;
    if (any) {
      transfer.askedAgain++;
      wanted.addFirst(transfer, inquiry.from, upTo);
      if (inquiry.sentAt - slowedAt > 0 && cause != Cause.LATE) {
        slowedAt = now;
        if (cause == Cause.SILENCE) {
          window.onTimeout(now);
        } else {
          window.onLoss(now);
        }
      }
    }
    inquiry.from = upTo;
    inquiries.settle(transfer);
  }

  /** One timer for all, set anew only when a request that was sent since is due before it. */
  private void arm() {
    Inquiry newest = sent;
    sent = null;
    if (inquiries.isEmpty()) {
      return;
    }
    long now = network.nanoTime();
    long soonest;
    if (timer == null) {
      soonest = inquiries.soonest(now);
    } else if (newest == null || inquiries.deadline(newest) - timerAt >= 0) {
      return;
    } else {
      soonest = inquiries.deadline(newest) - now;
      timer.cancel();
    }
    timerAt = now + soonest;
    int set = ++timersSet;
    timer = network.after(Math.max(1, soonest), () -> locked(() -> late(set)));
  }

  private void late(int set) {
    if (closed || set != timersSet) {
      return;
    }
    timer = null;
    long now = network.nanoTime();
    long timeout = responders.longestTimeout(settings.firstTimeout().toNanos());
    boolean silence = now - heardAt > Math.max(LEAST_SILENCE, timeout);
    for (Inquiry each : inquiries.all()) {
      if (!each.transfer.ended && inquiries.deadline(each) - now <= 0) {
        countSilence(each, now);
        if (settings.prototype()) {
          askAllAgain(each);
        } else {
          lose(each, each.to, now, silence ? Cause.SILENCE : Cause.LATE);
        }
      }
    }
  }

  private void askAllAgain(Inquiry inquiry) {
    Transfer transfer = inquiry.transfer;
    inquiries.forget(transfer);
    transfer.askedAgain++;
    wanted.addFirst(transfer, 0, transfer.length);
  }

  /** Nothing came of a request; that of several sent at a time counts once. */
  private void countSilence(Inquiry inquiry, long now) {
    Transfer transfer = inquiry.transfer;
    if (transfer.ended || (transfer.silent > 0 && inquiry.sentAt - transfer.silentAt <= 0)) {
      return;
    }
    transfer.silentAt = now;
    if (inquiry.sentAt - transfer.progressAt >= 0
        || now - transfer.progressAt > Inquiries.LONGEST_TIMEOUT) {
      transfer.silent++;
    }
    if (transfer.silent >= TRIES_ANYWHERE) {
      transfer.originOnly = true;
    }
    long patience = settings.silentTries() * settings.firstTimeout().toNanos();
    if (transfer.silent >= settings.silentTries() && now - transfer.progressAt >= patience) {
      String length =
          transfer.otherLength == 0
              ? ""
              : "; others have %d bytes under this name, not %d"
                  .formatted(transfer.otherLength, transfer.length);
      fail(
          transfer,
          "%s was asked for %d times in %d ms and did not come from %s%s"
              .formatted(
                  transfer.cid,
                  transfer.silent,
                  (now - transfer.progressAt) / 1_000_000,
                  transfer.origin,
                  length));
    }
  }

  private void verifyLater(Transfer transfer) {
    transfer.verifying = true;
    inquiries.forget(transfer);
    byte[] content = transfer.partial.content();
    errands.add(() -> workers.execute(() -> verify(transfer, content)));
  }

  private void verify(Transfer transfer, byte[] content) {
    Optional<Chunk> chunk = Chunk.verified(transfer.cid, content);
    locked(() -> {
      if (transfer.ended) {
        return;
      }
      Set<Xid> from = Set.copyOf(transfer.responders);
      if (chunk.isPresent()) {
        end(transfer, new FetchOutcome.Fetched(chunk.get(), from));
      } else {
        refuse(transfer, from);
      }
    });
  }

  private void refuse(Transfer transfer, Set<Xid> from) {
    transfer.falseTimes++;
    boolean last = transfer.falseTimes >= settings.falseTries();
    LOG.log(
        Logger.Level.WARNING,
        "poisoned chunk: {0} bytes from {1} are not {2}; {3}",
        transfer.length,
        from,
        transfer.cid,
        last ? "given up" : "asked of its origin again");
    if (last) {
      fail(
          transfer,
          "%s came with other content %d times, last from %s"
              .formatted(transfer.cid, transfer.falseTimes, from));
      return;
    }
    transfer.originOnly = true;
    transfer.begin(network.nanoTime());
    wanted.addFirst(transfer, 0, transfer.length);
  }

  private void fail(Transfer transfer, String why) {
    end(transfer, new FetchOutcome.Failed(transfer.cid, why));
  }

  private void end(Transfer transfer, FetchOutcome outcome) {
    transfer.ended = true;
    inquiries.forget(transfer);
    transfers.remove(transfer.cid);
    transfer.fetches.forEach(fetch -> fetch.counted(transfer.askedAgain, transfer.falseTimes));
    endLater(List.copyOf(transfer.fetches), outcome, transfer.started ? transfer.length : 0);
  }

  /** Tells who waits, on a worker, and only then asks for more in its place. */
  private void endLater(List<Fetch> fetches, FetchOutcome outcome, int length) {
    errands.add(() ->
        workers.execute(() -> {
          try {
            fetches.forEach(fetch -> fetch.end(outcome));
          } finally {
            locked(() -> wanted.delivered(length));
          }
        }));
  }

  /** Answers on their way go to where this node was: all is asked for again from here. */
  private void moved() {
    locked(() -> {
      here = network.address(service);
      inquiries.all().forEach(this::askAgain);
    });
  }

  /**
   * An origin has another address: what is asked of it and has not come is asked for there.
   *
   * @param origin as to {@link #fetch}; it names the same host as before
   */
  public void relocate(Dag origin) {
    Xid[] way = Transfer.way(origin);
    Xid host = way[way.length - 1];
    locked(() -> {
      for (Transfer each : transfers.values()) {
        if (each.origin.equals(host)) {
          each.relocate(way);
          List.copyOf(each.inquiries).forEach(this::askAgain);
        }
      }
    });
  }

  private void askAgain(Inquiry inquiry) {
    Transfer transfer = inquiry.transfer;
    if (settings.prototype()) {
      askAllAgain(inquiry);
    } else {
      transfer.askedAgain++;
      wanted.addFirst(transfer, inquiry.from, inquiry.to);
      inquiries.forget(inquiry);
    }
  }

  /** {@return bytes that were asked for and have not come} */
  public long inFlight() {
    return withLock(inquiries::inFlight);
  }

  private <T> T withLock(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  /** What has not come does not come any more: it failed. */
  @Override
  public void close() {
    moves.close();
    binding.close();
    locked(() -> {
      closed = true;
      if (timer != null) {
        timer.cancel();
      }
      for (Transfer each : List.copyOf(transfers.values())) {
        fail(each, each.cid + " did not come before its fetcher was closed");
      }
    });
  }
}
