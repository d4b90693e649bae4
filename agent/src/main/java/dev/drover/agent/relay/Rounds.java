package dev.drover.agent.relay;

import dev.drover.agent.api.RelayRound;
import dev.drover.decide.rounds.EarlyNotification;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where in the stream rounds begin, and when the next one may: bytes beyond the end of a round wait
 * in QEMU's socket until {@link RoundCoupling} counts the round as sent. Measures T_i and V_i as
 * {@link EarlyNotification} does.
 *
 * <p>How exact a boundary is: when QEMU tells of a new pass it has flushed the one before, but for
 * the section's footer of 5 bytes. All that it had written then was taken or stands in its socket,
 * which {@link #passBegan} counts. Between QEMU's word and that count QEMU writes on: the boundary
 * lies late by what it wrote in the millisecond or so that the word takes. Bytes that were taken by
 * then have left and are told as {@link RelayRound#ahead}.
 *
 * <p>Safe for use by many threads. What it holds back it never holds for ever: the owner asks only
 * while the network's side lives.
 */
final class Rounds {
  /** The network's side of the connection. */
  interface Line {
    SendQueue queue();

    TcpInfo info();
  }

  /** A round has ended at this byte of the stream; {@code ahead} of it had been taken already. */
  private record Boundary(int round, long position) {}

  /** A round that was sent; how long the line was idle after it is known when the next begins. */
  private record Sent(int round, EarlyNotification.Round measured, TcpInfo end, long ahead) {}

  private final RoundCoupling coupling;
  private final LongSupplier nanos;
  private final Consumer<RelayRound> finished;
  private final Deque<Boundary> pending = new ArrayDeque<>();
  private EarlyNotification turn;
  private @Nullable TcpInfo start;
  private @Nullable Sent sent;
  private long taken;
  private long idleSince = -1;
  private int round = 1;
  private boolean over;

  Rounds(RoundCoupling coupling, LongSupplier nanos, Consumer<RelayRound> finished) {
    this.coupling = coupling;
    this.nanos = nanos;
    this.finished = finished;
    this.turn = EarlyNotification.connected(-1, now());
  }

  private Duration now() {
    return Duration.ofNanos(nanos.getAsLong());
  }

  /**
   * QEMU begins a pass; counted from 1.
   *
   * @param unread asked for what stands in QEMU's socket, in bytes
   */
  synchronized void passBegan(int pass, LongSupplier unread) {
    if (pass > round && !over) {
      round = pass;
      pending.add(new Boundary(pass - 1, taken + unread.getAsLong()));
    }
  }

  /** No rounds any more, as in post-copy: nothing is held back. The last one is still measured. */
  synchronized void over() {
    over = true;
  }

  /** {@return whether the round before has yet to be sent, so that nothing may be taken} */
  synchronized boolean holds() {
    return measures() && !over;
  }

  /** {@return whether all of a round was taken and it has yet to be sent} */
  synchronized boolean measures() {
    Boundary next = pending.peek();
    return next != null && taken >= next.position();
  }

  /**
   * Takes from QEMU what may be taken now.
   *
   * @param written bytes of the stream that were given to the kernel so far
   * @param take takes at most so many bytes; its result is handed on and, above zero, counted
   * @return -EAGAIN when none may be taken yet
   */
  synchronized long take(long written, Line line, LongUnaryOperator take) {
    long room = room(written, line);
    if (room <= 0) {
      return -Libc.EAGAIN;
    }
    if (start == null) {
      start = line.info();
    }
    long result = take.applyAsLong(room);
    if (result > 0) {
      taken += result;
      begun(line);
    }
    return result;
  }

  private long room(long written, Line line) {
    Boundary next = pending.peek();
    while (next != null && taken >= next.position()) {
      if (!isSent(next, written, line)) {
        return over ? Long.MAX_VALUE : 0;
      }
      end(next, line);
      next = pending.peek();
    }
    return next == null ? Long.MAX_VALUE : next.position() - taken;
  }

  private boolean isSent(Boundary boundary, long written, Line line) {
    if (written < boundary.position()) {
      return false;
    }
    SendQueue queue = line.queue();
    if (queue.unsent() == 0 && idleSince < 0) {
      idleSince = nanos.getAsLong();
    }
    return coupling.roundEnds(
        written - queue.unsent(), written - queue.unacknowledged(), boundary.position());
  }

  private void end(Boundary first, Line line) {
    end(first.round(), first.position(), taken - first.position(), line);
    pending.remove();
  }

  private void end(int number, long position, long ahead, Line line) {
    // A round without a byte between two words of QEMU: the one before it saw no successor.
    report(Duration.ZERO);
    EarlyNotification.Round measured = turn.round(0, position, now());
    turn = turn.next(0, position, now());
    sent = new Sent(number, measured, line.info(), ahead);
  }

  /** The first byte of a round is here: the idle time before it is known. */
  private void begun(Line line) {
    if (sent != null) {
      Duration idle =
          idleSince < 0 ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - idleSince);
      report(idle);
      start = line.info();
    }
    idleSince = -1;
  }

  private void report(Duration idle) {
    if (sent == null) {
      return;
    }
    TcpInfo end = sent.end();
    TcpInfo begin = start == null ? end : start;
    finished.accept(
        new RelayRound(
            sent.round(),
            sent.measured().time(),
            Bytes.of(sent.measured().bytes()),
            idle,
            Bytes.of(sent.ahead()),
            Bytes.of(begin.cwnd() * begin.mss()),
            Bytes.of(end.cwnd() * end.mss()),
            end.retransmits() - begin.retransmits(),
            end.rtt()));
    sent = null;
  }

  /** QEMU has ended the stream and all of it was given to the kernel: the last round's end. */
  synchronized void ended(Line line) {
    while (measures()) {
      end(pending.element(), line);
    }
    if (!over && taken > turn.lastTurnSeq()) {
      end(round, taken, 0, line);
    }
    report(Duration.ZERO);
    over = true;
  }
}
