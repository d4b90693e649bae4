package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.PublicKey;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.transport.Segment.Kind;
import dev.drover.xia.transport.StreamException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One open connection: its {@link Transfer} and {@link Relocation} behind a lock, its timer, its
 * packets' way out. The lock is held for short whiles only: nothing is signed, verified or sent
 * under it, and at most {@link #MOST_AT_ONCE} bytes are copied.
 */
final class Connection {
  private static final int MOST_AT_ONCE = 64 * 1024;
  private static final long LEAST_REMEMBERED = 1_000_000_000;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** What a handshake has found out. */
  record Proven(PublicKey key, long id, Dag address, long counter, long window, long rttNanos) {}

  private final XiaStack stack;
  private final Port port;
  private final Identity identity;
  private final long id;
  private final Xid peerSid;
  private final long peerId;
  private final long deadPeer;
  private final long lingerNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Outbox outbox;
  private final Segment out = new Segment();

  private final Transfer transfer;
  private final Relocation relocation;
  private final Alarm alarm;

  private boolean over;
  private @Nullable StreamException failure;
  private boolean closed;
  private long forgetAt = Scoreboard.NONE;

  Connection(Port port, Identity identity, long id, Proven proven) {
    this.stack = port.stack();
    this.port = port;
    this.identity = identity;
    this.id = id;
    this.peerSid = proven.address.intent();
    this.peerId = proven.id;
    this.relocation = new Relocation(this, stack, identity, proven);
    this.alarm = new Alarm(stack.network(), this::onTimer);
    StreamOptions options = stack.options();
    this.deadPeer = options.deadPeer().toNanos();
    this.lingerNanos = options.linger().toNanos();
    this.outbox = new Outbox(stack.network());
    out.to = peerId;
    out.from = id;
    long now = stack.network().nanoTime();
    transfer = new Transfer(options, room(), proven.window, proven.rttNanos, now);
  }

  private int room() {
    return relocation.envelope().room(stack.network().largestPacket());
  }

  long id() {
    return id;
  }

  /** The client's first word, which opens the service's end. */
  void begin(long echo) {
    change(now -> transfer.receiver().answer(echo, now));
  }

  // ---- packets

  /** Takes a packet with this connection's id; whether it has the peer's too is asked here. */
  void receive(Segment segment, ByteBuffer data) {
    if (segment.from != peerId) {
      refuse(segment, "it lacks the connection's ids");
      return;
    }
    switch (segment.kind()) {
      case DATA, FIN, ACK, PROBE -> receiveData(segment, data);
      case RESET -> fail(Reason.RESET, "the peer reset the stream", false);
      // The answer to it was lost.
      case SYNACK -> change(transfer::answer);
      case MIGRATE, MIGRATED -> relocation.receive(segment, data);
      case SYN -> refuse(segment, "the connection is open already");
    }
  }

  private void receiveData(Segment segment, ByteBuffer data) {
    boolean unread = false;
    lock.lock();
    try {
      if (over) {
        return;
      }
      long now = stack.network().nanoTime();
      unread = closed && segment.length > 0 && segment.seq >= transfer.receiver().received();
      if (!unread && !transfer.receive(segment, data, now)) {
        refuse(segment, "its places in the stream cannot be");
        return;
      }
      changed.signalAll();
      settle(now);
    } finally {
      lock.unlock();
    }
    outbox.send();
    if (unread) {
      fail(Reason.CLOSED, "the stream was closed, and the peer sent more", true);
    }
  }

  /** Notes what was refused. */
  void refuse(Segment segment, String why) {
    stack
        .refusals()
        .add(() ->
            "a %s for %s, said to be of %s, was refused: %s"
                .formatted(segment.kind, identity.sid().brief(), peerSid.brief(), why));
  }

  /** Something to be done under the lock, at a time. */
  interface Step {
    void at(long now);
  }

  void change(Step step) {
    var _ =
        ask(now -> {
          step.at(now);
          return Optional.empty();
        });
  }

  /** As {@link #change}, with something to say of it; nothing when the connection is over. */
  <T> Optional<T> ask(LongFunction<Optional<T>> step) {
    Optional<T> said = Optional.empty();
    lock.lock();
    try {
      if (!over) {
        long now = stack.network().nanoTime();
        said = step.apply(now);
        settle(now);
      }
    } finally {
      lock.unlock();
    }
    outbox.send();
    return said;
  }

  /** After each change: what can be sent is made ready, and the timer is set. Under the lock. */
  private void settle(long now) {
    int room = room();
    while (transfer.next(out, room, now)) {
      outbox.add(relocation.envelope().data(out, transfer));
    }
    if (forgetAt == Scoreboard.NONE) {
      if (transfer.complete()) {
        // Until then an end of the peer's that is sent again is answered again.
        forgetAt = now + Math.max(LEAST_REMEMBERED, 3 * transfer.sender().rtt().timeout(0));
      } else if (closed && transfer.sender().complete()) {
        forgetAt = now + lingerNanos;
      }
    } else if (transfer.complete()) {
      forgetAt = Math.min(forgetAt, now + LEAST_REMEMBERED);
    }
    long deadline = forgetAt;
    if (!transfer.complete()) {
      deadline = Math.min(deadline, Math.min(transfer.deadline(now), relocation.deadline()));
    }
    alarm.set(deadline, now);
  }

  private void onTimer() {
    Optional<Reason> end =
        ask(now -> {
          alarm.rang();
          return onTime(now);
        });
    end.ifPresent(reason ->
        fail(
            reason,
            switch (reason) {
              case SILENT -> "the peer did not answer for " + Duration.ofNanos(deadPeer);
              case IDLE -> "no data came or went for the longest allowed";
              case CLOSED, RESET, REFUSED, NO_ANSWER -> "the stream is closed";
            },
            reason != Reason.CLOSED || !finishedBoth()));
  }

  private boolean finishedBoth() {
    lock.lock();
    try {
      return transfer.complete();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Reason> onTime(long now) {
    if (forgetAt <= now) {
      return Optional.of(Reason.CLOSED);
    }
    if (transfer.complete()) {
      return Optional.empty();
    }
    return relocation.onTime(now) > deadPeer ? Optional.of(Reason.SILENT) : transfer.onTime(now);
  }

  /** This node has another address. Signs, so it takes its time. */
  void moved() {
    relocation.moved();
  }

  /** A packet did not reach the peer, says the network: it may be elsewhere. */
  void undelivered() {
    change(relocation::undelivered);
  }

  /** The peer has proved another address; under the lock. */
  void peerMoved(long now) {
    transfer.peerMoved(now);
  }

  /** Has a packet sent; under the lock. */
  void send(Packet packet) {
    outbox.add(packet);
  }

  // ---- the application's side

  /**
   * Reads what is there, at least a byte.
   *
   * @param timeoutNanos for which to wait, {@link Long#MAX_VALUE} for ever
   * @return how many bytes, -1 at the stream's end, 0 when the time is up
   */
  int read(ByteBuffer to, long timeoutNanos) throws StreamException, InterruptedException {
    int bytes = 0;
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          throw new StreamException(Reason.CLOSED, "the stream is closed");
        }
        bytes = readNow(to);
        if (bytes > 0 || !to.hasRemaining()) {
          break;
        }
        if (transfer.exhausted()) {
          return -1;
        }
        throwIfOver();
        if (left <= 0) {
          return 0;
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    outbox.send();
    return bytes;
  }

  private int readNow(ByteBuffer to) {
    int limit = to.limit();
    to.limit(Math.min(limit, to.position() + MOST_AT_ONCE));
    int bytes = transfer.read(to);
    to.limit(limit);
    if (bytes > 0 && !over) {
      settle(stack.network().nanoTime());
    }
    return bytes;
  }

  private void throwIfOver() throws StreamException {
    if (failure != null) {
      throw new StreamException(failure.reason(), String.valueOf(failure.getMessage()));
    }
  }

  int available() {
    lock.lock();
    try {
      return closed ? 0 : transfer.available();
    } finally {
      lock.unlock();
    }
  }

  /** Writes all of it, or waits until there is room. */
  void write(ByteBuffer from) throws StreamException, InterruptedException {
    while (from.hasRemaining()) {
      lock.lockInterruptibly();
      try {
        throwIfOver();
        if (transfer.finished()) {
          throw new StreamException(Reason.CLOSED, "the stream's output is shut down");
        }
        long now = stack.network().nanoTime();
        if (transfer.write(from, MOST_AT_ONCE, now) == 0) {
          changed.await();
        } else {
          settle(now);
        }
      } finally {
        lock.unlock();
      }
      outbox.send();
    }
  }

  /**
   * Waits until all that was written has arrived.
   *
   * @return whether it has, within the time
   */
  boolean flushed(long timeoutNanos) throws StreamException, InterruptedException {
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (transfer.sender().pending()) {
        throwIfOver();
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void shutdownOutput() {
    change(_ -> transfer.finish());
  }

  /** What was written still arrives; what comes is thrown away. */
  void close() {
    change(_ -> {
      closed = true;
      transfer.finish();
      transfer.discard();
      changed.signalAll();
    });
  }

  /** Ends it at once, and tells the peer. */
  void abort(String why) {
    fail(Reason.CLOSED, why, true);
  }

  private void fail(Reason reason, String message, boolean tell) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      failure = new StreamException(reason, message + ": " + peerSid.brief());
      alarm.cancel();
      if (tell) {
        out.clear(Kind.RESET);
        outbox.add(relocation.envelope().bytes(out, NOTHING));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    outbox.send();
    port.gone(this);
  }

  Dag peer() {
    lock.lock();
    try {
      return relocation.peer();
    } finally {
      lock.unlock();
    }
  }

  Dag local() {
    lock.lock();
    try {
      return relocation.local();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  StreamStatistics statistics() {
    lock.lock();
    try {
      Sender sender = transfer.sender();
      return new StreamStatistics(
          sender.acknowledged(),
          transfer.receiver().received(),
          sender.packets(),
          sender.packetsAgain(),
          sender.allTimeouts(),
          Duration.ofNanos(sender.rtt().smoothed()),
          sender.window(),
          sender.flying(),
          relocation.peerMoves());
    } finally {
      lock.unlock();
    }
  }
}
