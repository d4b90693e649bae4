package dev.drover.xia.transport;

import dev.drover.xia.transport.Segment.Kind;
import dev.drover.xia.transport.StreamException.Reason;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One end of an open stream, both directions of it, without threads, clock or network: segments and
 * the time go in, segments and the next deadline come out.
 */
final class Transfer {
  /** Fewer questions than this left without answer are no proof that the peer is gone. */
  private static final int LEAST_QUESTIONS = 20;

  private static final long INITIAL_WINDOW = 64 * 1024;
  private static final int INITIAL_SEGMENTS = 10;

  private final Sender sender;
  private final Receiver receiver;
  private final long keepAlive;
  private final long deadPeer;
  private final long idle;
  private long askAfter;
  private long lastData;

  /**
   * @param segment bytes of data in a full packet
   * @param peerWindow bytes that the peer takes, as its handshake said
   * @param rttNanos as measured by the handshake, 0 if it was not
   */
  Transfer(StreamOptions options, int segment, long peerWindow, long rttNanos, long now) {
    RoundTrip rtt = new RoundTrip(options.leastTimeout().toNanos(), options.probeCap().toNanos());
    rtt.sample(rttNanos);
    long window =
        Math.max(2L * segment, Math.min(INITIAL_WINDOW, (long) INITIAL_SEGMENTS * segment));
    CongestionControl control = options.congestion().apply(segment, window);
    sender = new Sender(options.sendBuffer(), control, rtt, peerWindow);
    receiver = new Receiver(options.receiveBuffer(), options.ackDelay().toNanos());
    keepAlive = options.keepAlive().toNanos();
    deadPeer = options.deadPeer().toNanos();
    idle = options.idle().toNanos();
    askAfter = now;
    lastData = now;
  }

  /**
   * Takes a packet of the peer's: DATA, FIN, ACK or PROBE.
   *
   * @return false when it cannot be one; nothing is changed then
   */
  boolean receive(Segment segment, ByteBuffer data, long now) {
    Kind kind = segment.kind();
    boolean brings = kind == Kind.DATA || kind == Kind.FIN;
    if (!sender.acceptable(segment)
        || (brings && !receiver.receive(segment.seq, data, kind == Kind.FIN, segment.time, now))) {
      return false;
    }
    sender.onAck(segment, now);
    if (kind == Kind.PROBE) {
      receiver.answer(segment.time, now);
    }
    if (brings) {
      lastData = now;
    }
    askAfter = now;
    return true;
  }

  /** The peer has proved another address: what is on its way is sent again, and asked for. */
  void peerMoved(long now) {
    askAfter = now;
    sender.peerMoved(now);
    receiver.answer(0, now);
  }

  /** Fills in the next segment to send; see {@link #copy} for its data. */
  boolean next(Segment out, int most, long now) {
    boolean sends = sender.next(out, most, now);
    if (!sends) {
      if (!receiver.answerDue(now)) {
        return false;
      }
      out.clear(Kind.ACK);
    }
    receiver.acknowledge(out, now);
    return true;
  }

  /** Appends the data of a segment that {@link #next} gave. */
  void copy(Segment segment, ByteBuffer to) {
    sender.copy(segment.seq, segment.length, to);
  }

  /** {@return when {@link #onTime} and {@link #next} are due though nothing happens} */
  long deadline(long now) {
    long deadline = Math.min(sender.deadline(now), receiver.deadline());
    deadline = Math.min(deadline, askAfter + keepAlive);
    if (idle > 0) {
      deadline = Math.min(deadline, lastData + idle);
    }
    return deadline;
  }

  /** {@return why the connection is over, if it is} */
  Optional<Reason> onTime(long now) {
    if (now - askAfter >= keepAlive) {
      // From now on unanswered questions are counted, as those about data are.
      askAfter = now;
      sender.probe(now);
    }
    sender.onTime(now);
    // The node itself may have been frozen: its clock alone does not say that the peer was silent.
    if (sender.timeouts() >= LEAST_QUESTIONS && now - sender.silentSince() >= deadPeer) {
      return Optional.of(Reason.SILENT);
    }
    return idle > 0 && now - lastData >= idle ? Optional.of(Reason.IDLE) : Optional.empty();
  }

  int write(ByteBuffer from, int most, long now) {
    lastData = now;
    return sender.write(from, most);
  }

  int read(ByteBuffer to) {
    return receiver.read(to);
  }

  int available() {
    return receiver.available();
  }

  /** {@return whether the peer's stream was read to its end} */
  boolean exhausted() {
    return receiver.exhausted();
  }

  void finish() {
    sender.finish();
  }

  boolean finished() {
    return sender.ended();
  }

  /** What comes is thrown away from now on. */
  void discard() {
    receiver.discard();
  }

  /** {@return whether both streams have ended, and both ends know} */
  boolean complete() {
    return sender.complete() && receiver.complete();
  }

  /** Asks the peer for an answer. */
  void probe(long now) {
    sender.probe(now);
  }

  /** Has the next packet answer the peer. */
  void answer(long now) {
    receiver.answer(0, now);
  }

  Sender sender() {
    return sender;
  }

  Receiver receiver() {
    return receiver;
  }
}
