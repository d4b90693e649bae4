package dev.drover.lab.observe;

import dev.drover.xia.address.Dag;
import dev.drover.xia.node.Node;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Octets;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Xcmp.EchoReply;
import dev.drover.xia.packet.Xcmp.EchoRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sends echoes over XIA to a VM, each at its time whatever became of earlier ones, and keeps the
 * time of each reply; rows as those of {@link Probes}. Here the guest's program answers, which
 * costs an emulated guest half a millisecond and more: a thousand a second would be most of what it
 * does. So echoes are seldom, and frequent only while none is answered: then their end is of
 * interest.
 */
final class XiaProbes {
  private static final Duration STEADY = Duration.ofMillis(20);

  /** All that were sent while a guest was away may be there when it comes back. */
  private static final Duration FINE = Duration.ofMillis(5);

  /** A guest that is busy with something else is left alone. */
  private static final long SILENT_AFTER_NANOS = Duration.ofMillis(60).toNanos();

  /** One that does not answer for so long has no pause, it is not there. */
  private static final long GONE_AFTER_NANOS = Duration.ofSeconds(10).toNanos();

  private static final int ID = 0xEC40;
  private static final int NUMBERS = 1 << 16;
  private static final Octets NOTHING = Octets.of(new byte[0]);

  private final Node node;
  private final Supplier<Dag> where;
  private final long steadyNanos;
  private final long fineNanos;
  private final Ring ring;
  private final LongSupplier nowUs;

  /** When each number was sent, µs since the epoch; 0 when it was answered. */
  private final AtomicLongArray sentUs = new AtomicLongArray(NUMBERS);

  private volatile long heardNanos;
  private int number;

  /**
   * @param where the VM is at the moment, as far as the client knows
   * @param probing between two echoes while none is answered, but for a least time
   */
  XiaProbes(Node node, Supplier<Dag> where, Duration probing, Ring ring, LongSupplier nowUs) {
    this.node = node;
    this.where = where;
    this.fineNanos = Math.max(probing.toNanos(), FINE.toNanos());
    this.steadyNanos = Math.max(fineNanos, STEADY.toNanos());
    this.ring = ring;
    this.nowUs = nowUs;
    this.heardNanos = System.nanoTime() - GONE_AFTER_NANOS;
    var _ =
        node.control()
            .listen((message, _) -> {
              if (message instanceof EchoReply reply && reply.id() == ID) {
                heard(reply.sequence());
              }
            });
  }

  void start(String vm) {
    Thread.ofPlatform().daemon().name("echo " + vm).start(this::run);
  }

  private void run() {
    long next = System.nanoTime();
    while (true) {
      send();
      long now = System.nanoTime();
      next = Math.max(next, now - fineNanos) + between(now - heardNanos);
      for (long left; (left = next - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private long between(long silentNanos) {
    boolean pauses = silentNanos > SILENT_AFTER_NANOS && silentNanos < GONE_AFTER_NANOS;
    return pauses ? fineNanos : steadyNanos;
  }

  private void send() {
    int sequence = number++ & (NUMBERS - 1);
    Dag to = where.get();
    Packet echo =
        Packet.of(
            to,
            node.address(node.hid()),
            NextHeader.XCMP,
            new EchoRequest(ID, sequence, NOTHING).encode());
    sentUs.set(sequence, nowUs.getAsLong());
    node.send(echo);
  }

  /** On a link's thread. */
  private void heard(int sequence) {
    long now = nowUs.getAsLong();
    long sent = sentUs.getAndSet(sequence, 0);
    if (sent != 0) {
      heardNanos = System.nanoTime();
      ring.add(now, now - sent, sequence);
    }
  }
}
