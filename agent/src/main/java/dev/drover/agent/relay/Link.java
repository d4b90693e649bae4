package dev.drover.agent.relay;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One connection through the relay: QEMU's side, the network's side and both directions between
 * them, all owned by one thread. An orderly end of one direction leaves the other open; a broken
 * side is told to the other as a broken connection, after what had arrived from it.
 */
final class Link implements Runnable {
  /** How long a round's last byte is waited for at a time. */
  private static final long HOLD_NANOS = 200_000;

  private static final long FOREVER_NANOS = 3_600_000_000_000L;

  /** How long the last bytes before a reset may take to arrive. */
  private static final long LAST_BYTES_NANOS = 1_000_000_000;

  private final Socket near;
  private final Socket far;
  private final Optional<Rounds> rounds;
  private final Consumer<String> complaints;
  private final Runnable ended;
  private volatile boolean stopped;

  /**
   * Owns both sockets from now on.
   *
   * @param near QEMU's side
   * @param far the network's side
   * @param rounds that the bytes from QEMU's side are held to
   */
  Link(
      Socket near,
      Socket far,
      Optional<Rounds> rounds,
      Consumer<String> complaints,
      Runnable ended) {
    this.near = near;
    this.far = far;
    this.rounds = rounds;
    this.complaints = complaints;
    this.ended = ended;
  }

  /** Breaks the connection; its thread ends soon after. */
  void stop(Libc libc) {
    stopped = true;
    near.stop(libc);
    far.stop(libc);
  }

  @Override
  public void run() {
    Libc libc = new Libc();
    try (Pump forth = new Pump(libc, near, far, new News(() -> false));
        Pump back = new Pump(libc, far, near, new News(() -> tooEarly(forth)))) {
      relay(libc, forth, back);
      if (stopped) {
        far.reset(libc);
        return;
      }
      forth.fault().or(back::fault).ifPresent(_ -> broken(libc, forth, back));
    } catch (SocketFault e) {
      complaints.accept(String.valueOf(e.getMessage()));
      far.reset(libc);
    } finally {
      near.close();
      far.close();
      ended.run();
    }
  }

  /** A source's QEMU still sends, and fails when its return path ends. */
  private boolean tooEarly(Pump forth) {
    return rounds.isPresent() && !forth.ended();
  }

  private void relay(Libc libc, Pump forth, Pump back) {
    Line line = new Line(libc, far);
    Pump.Intake all = splice -> splice.applyAsLong(Pump.CAPACITY);
    Pump.Intake byRounds =
        rounds.<Pump.Intake>map(r -> splice -> r.take(forth.written(), line, splice)).orElse(all);
    MemorySegment wanted = Arena.ofAuto().allocate(2L * Libc.POLLFD, 4);
    boolean told = false;
    while (!forth.ended() || !back.ended()) {
      boolean moved = forth.step(back.ended() ? all : byRounds);
      moved |= back.step(all);
      if (forth.ended() && !told) {
        told = true;
        if (forth.fault().isEmpty()) {
          rounds.ifPresent(r -> r.ended(line));
        }
      }
      if (!moved) {
        boolean measured = !back.ended() && rounds.map(Rounds::measures).orElse(false);
        boolean held = measured && rounds.map(Rounds::holds).orElse(false);
        boolean readNear = forth.wantsInput() && !held;
        want(wanted, 0, near, readNear, back);
        want(wanted, Libc.POLLFD, far, back.wantsInput(), forth);
        if (libc.poll(wanted, measured ? HOLD_NANOS : FOREVER_NANOS) > 0) {
          gone(wanted, 0, back);
          gone(wanted, Libc.POLLFD, forth);
        }
      }
    }
  }

  /** A descriptor that nobody reads or writes is left out: its hang-up would be told for ever. */
  private static void want(MemorySegment all, long at, Socket socket, boolean read, Pump writer) {
    int events = (read ? Libc.POLLIN : 0) | (writer.wantsOutput() ? Libc.POLLOUT : 0);
    boolean out = events == 0 && writer.ended();
    all.set(ValueLayout.JAVA_INT, at, out ? -1 : socket.fd());
    all.set(ValueLayout.JAVA_SHORT, at + 4, (short) events);
    all.set(ValueLayout.JAVA_SHORT, at + 6, (short) 0);
  }

  /** Nothing was wanted of a socket and yet it tells: whoever writes to it need not any more. */
  private static void gone(MemorySegment all, long at, Pump writer) {
    if (all.get(ValueLayout.JAVA_SHORT, at + 4) == 0) {
      int found = all.get(ValueLayout.JAVA_SHORT, at + 6);
      if ((found & (Libc.POLLERR | Libc.POLLHUP)) != 0) {
        writer.abandon((found & Libc.POLLERR) != 0);
      }
    }
  }

  private void broken(Libc libc, Pump forth, Pump back) {
    if (!forth.faultAt(far) && !back.faultAt(far)) {
      long end = System.nanoTime() + LAST_BYTES_NANOS;
      while (far.sendQueue(libc).unacknowledged() > 0 && System.nanoTime() < end) {
        libc.poll(MemorySegment.NULL, HOLD_NANOS);
      }
    }
    far.reset(libc);
  }

  /**
   * What ends a direction is complained of before the other side hears of it: QEMU fails then, and
   * somebody asks why.
   */
  private final class News implements Pump.News {
    /** Whether an orderly end is a reason too. */
    private final BooleanSupplier early;

    News(BooleanSupplier early) {
      this.early = early;
    }

    @Override
    public void ends() {
      if (early.getAsBoolean()) {
        complaints.accept(far.place().text() + " ended the connection first");
      }
    }

    @Override
    public void fails(SocketFault fault) {
      complaints.accept(String.valueOf(fault.getMessage()));
    }
  }

  private record Line(Libc libc, Socket far) implements Rounds.Line {
    @Override
    public SendQueue queue() {
      return far.sendQueue(libc);
    }

    @Override
    public TcpInfo info() {
      return far.info(libc);
    }
  }
}
