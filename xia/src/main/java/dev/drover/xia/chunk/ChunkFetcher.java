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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** No timeout is longer, however often it was doubled. */
  private static final long LONGEST_TIMEOUT = 3_000_000_000L;

  private static final int MOST_DOUBLINGS = 5;

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

  private record Range(Transfer transfer, int from, int to, int round) {}

  private final Network network;
  private final Xid service;
  private final FetchSettings settings;
  private final CongestionControl window;
  private final Executor workers;
  private final Network.Binding binding;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Xid, Transfer> transfers = new HashMap<>();

  /** By number, so in the order in which they were sent. */
  private final Map<Integer, Inquiry> inquiries = new LinkedHashMap<>();

  private final Responders responders = new Responders();

  /** Of what is begun: to be asked for, what was lost first. */
  private final Deque<Range> wanted = new ArrayDeque<>();

  /** What is not begun. */
  private final Deque<Transfer> queued = new ArrayDeque<>();

  /** To be done without the lock, in this order: packets to be sent, chunks to be verified. */
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

  /** How often somebody came to do it; whoever comes first does it for all. */
  private final AtomicInteger doing = new AtomicInteger();

  /** Where answers come to. */
  private Dag here;

  private int lastNumber;
  private long inFlight;
  private long ahead;

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
    this.heardAt = network.nanoTime();
    this.slowedAt = heardAt;
    this.here = network.address(service);
    this.binding = network.bind(service, this::receive);
    network.onMove(this::moved);
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
        queued.add(added);
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
    if (doing.getAndIncrement() == 0) {
      for (int came = 1; came != 0; came = doing.addAndGet(-came)) {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
          runOne(task);
        }
      }
    }
  }

  private static void runOne(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Logger.Level.WARNING, "a request was not sent or a chunk not delivered", e);
    }
  }

  private void ask() {
    heldBack = false;
    for (Range next = next(); next != null; next = next()) {
      Transfer transfer = next.transfer();
      int length = next.to() - next.from();
      if (!settings.prototype()) {
        int payload = payload();
        long whole = window.window();
        long room = whole - inFlight;
        long worth = Math.max(payload, Math.min(settings.requestBytes(), whole / WORTH_A_REQUEST));
        if (inFlight > 0 && room < Math.min(length, worth)) {
          wanted.addFirst(next);
          heldBack = true;
          return;
        }
        long most = Math.min(settings.requestBytes(), Math.max(room, payload));
        if (length > most) {
          length = (int) Math.max(Math.min(payload, most), most / payload * payload);
          Range rest = new Range(transfer, next.from() + length, next.to(), next.round());
          wanted.addFirst(rest);
        }
      }
      request(transfer, next.from(), next.from() + length);
    }
  }

  /** {@return what is to be asked for next, all of it missing} */
  private @Nullable Range next() {
    while (true) {
      Range range = wanted.poll();
      if (range == null) {
        range = begin();
      }
      if (range == null) {
        return null;
      }
      Transfer transfer = range.transfer();
      if (transfer.ended || transfer.verifying || transfer.round != range.round()) {
        continue;
      }
      if (settings.prototype()) {
        return range;
      }
      Coverage coverage = transfer.partial.coverage();
      int from = coverage.gap(range.from(), range.to());
      int to = coverage.gapEnd(from, range.to());
      if (to < range.to()) {
        wanted.addFirst(new Range(transfer, to, range.to(), range.round()));
      }
      if (from < to) {
        return new Range(transfer, from, to, range.round());
      }
    }
  }

  private @Nullable Range begin() {
    Transfer transfer = queued.peek();
    if (transfer == null || (ahead > 0 && ahead + transfer.length > settings.aheadBytes())) {
      return null;
    }
    queued.remove();
    ahead += transfer.length;
    transfer.begin(network.nanoTime());
    return new Range(transfer, 0, transfer.length, transfer.round);
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
    int number = ++lastNumber == 0 ? ++lastNumber : lastNumber;
    Inquiry inquiry = new Inquiry(number, transfer, from, to, now);
    inquiries.put(number, inquiry);
    sent = inquiry;
    transfer.inquiries.add(inquiry);
    inFlight += inquiry.missing;
    ChunkRequest message =
        settings.prototype()
            ? ChunkRequest.prototype(0, 0)
            : new ChunkRequest(
                false, number, from, to - from, network.largestPacket(), pace(transfer));
    ByteBuffer bytes = ByteBuffer.allocate(message.size());
    message.encode(bytes);
    Packet packet = Packet.of(transfer.destination(), here, NextHeader.CONTENT, bytes.flip());
    later.add(() -> network.send(packet));
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
    Inquiry inquiry = inquiryOf(transfer, piece);
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
      settle(transfer);
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

  private @Nullable Inquiry inquiryOf(Transfer transfer, ChunkResponse piece) {
    if (settings.prototype()) {
      return transfer.inquiries.isEmpty() ? null : transfer.inquiries.getFirst();
    }
    Inquiry inquiry = inquiries.get(piece.number());
    return inquiry != null && inquiry.transfer == transfer ? inquiry : null;
  }

  /** Has requests know what has come of them. */
  private void settle(Transfer transfer) {
    for (Iterator<Inquiry> each = transfer.inquiries.iterator(); each.hasNext(); ) {
      Inquiry inquiry = each.next();
      int missing = transfer.partial.coverage().missing(inquiry.from, inquiry.to);
      inFlight += missing - inquiry.missing;
      inquiry.missing = missing;
      if (missing == 0) {
        each.remove();
        inquiries.remove(inquiry.number);
      }
    }
  }

  /** Requests before this one that the same host answers are overtaken by what came for this. */
  private void overtake(Inquiry by, Xid host, long now) {
    List<Inquiry> lost = new ArrayList<>(0);
    for (Inquiry each : inquiries.values()) {
      if (each.number - by.number >= 0) {
        break;
      }
      if (each.expectedResponder().equals(host) && ++each.overtakenWhole >= Inquiry.OVERTAKEN) {
        lost.add(each);
      }
    }
    for (Inquiry each : lost) {
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
      wanted.addFirst(new Range(transfer, inquiry.from, upTo, transfer.round));
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
    settle(transfer);
  }

  /** One timer for all, set anew only when a request that was sent since is due before it. */
  private void arm() {
    Inquiry newest = sent;
    sent = null;
    if (inquiries.isEmpty()) {
      return;
    }
    long now = network.nanoTime();
    long soonest = LONGEST_TIMEOUT;
    if (timer == null) {
      for (Inquiry each : inquiries.values()) {
        soonest = Math.min(soonest, deadline(each) - now);
      }
    } else if (newest == null || deadline(newest) - timerAt >= 0) {
      return;
    } else {
      soonest = deadline(newest) - now;
      timer.cancel();
    }
    timerAt = now + soonest;
    int set = ++timersSet;
    timer = network.after(Math.max(1, soonest), () -> locked(() -> late(set)));
  }

  private long deadline(Inquiry inquiry) {
    long first = settings.firstTimeout().toNanos();
    if (settings.prototype()) {
      return inquiry.sentAt + first;
    }
    Responders.Responder responder = responders.known(inquiry.expectedResponder());
    long timeout = responder == null ? responders.longestTimeout(first) : responder.timeout();
    long doubled = timeout << Math.min(MOST_DOUBLINGS, inquiry.transfer.silent);
    // Answers of one host queue: as long as it answers others, this one's is on its way. What is
    // lost meanwhile shows by what overtakes it.
    long heard = responder == null ? inquiry.heardAt : Math.max(inquiry.heardAt, responder.heardAt);
    return heard + Math.min(LONGEST_TIMEOUT, doubled);
  }

  private void late(int set) {
    if (closed || set != timersSet) {
      return;
    }
    timer = null;
    long now = network.nanoTime();
    long timeout = responders.longestTimeout(settings.firstTimeout().toNanos());
    boolean silence = now - heardAt > Math.max(LEAST_SILENCE, timeout);
    for (Inquiry each : List.copyOf(inquiries.values())) {
      if (!each.transfer.ended && deadline(each) - now <= 0) {
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
    forget(transfer);
    transfer.askedAgain++;
    wanted.addFirst(new Range(transfer, 0, transfer.length, transfer.round));
  }

  /** Nothing came of a request; that of several sent at a time counts once. */
  private void countSilence(Inquiry inquiry, long now) {
    Transfer transfer = inquiry.transfer;
    if (transfer.ended || (transfer.silent > 0 && inquiry.sentAt - transfer.silentAt <= 0)) {
      return;
    }
    transfer.silentAt = now;
    if (inquiry.sentAt - transfer.progressAt >= 0 || now - transfer.progressAt > LONGEST_TIMEOUT) {
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
    forget(transfer);
    byte[] content = transfer.partial.content();
    later.add(() -> workers.execute(() -> verify(transfer, content)));
  }

  /** Nothing is on its way for it any more. */
  private void forget(Transfer transfer) {
    for (Inquiry each : transfer.inquiries) {
      inFlight -= each.missing;
      inquiries.remove(each.number);
    }
    transfer.inquiries.clear();
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
    wanted.addFirst(new Range(transfer, 0, transfer.length, transfer.round));
  }

  private void fail(Transfer transfer, String why) {
    end(transfer, new FetchOutcome.Failed(transfer.cid, why));
  }

  private void end(Transfer transfer, FetchOutcome outcome) {
    transfer.ended = true;
    forget(transfer);
    transfers.remove(transfer.cid);
    transfer.fetches.forEach(fetch -> fetch.counted(transfer.askedAgain, transfer.falseTimes));
    endLater(List.copyOf(transfer.fetches), outcome, transfer.started ? transfer.length : 0);
  }

  /** Tells who waits, on a worker, and only then asks for more in its place. */
  private void endLater(List<Fetch> fetches, FetchOutcome outcome, int length) {
    later.add(() ->
        workers.execute(() -> {
          try {
            fetches.forEach(fetch -> fetch.end(outcome));
          } finally {
            locked(() -> ahead -= length);
          }
        }));
  }

  /** Answers on their way go to where this node was: all is asked for again from here. */
  private void moved() {
    locked(() -> {
      here = network.address(service);
      List.copyOf(inquiries.values()).forEach(this::askAgain);
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
      wanted.addFirst(new Range(transfer, inquiry.from, inquiry.to, transfer.round));
      forget(transfer, inquiry);
    }
  }

  private void forget(Transfer transfer, Inquiry inquiry) {
    inFlight -= inquiry.missing;
    inquiries.remove(inquiry.number);
    transfer.inquiries.remove(inquiry);
  }

  /** {@return bytes that were asked for and have not come} */
  public long inFlight() {
    return withLock(() -> inFlight);
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
