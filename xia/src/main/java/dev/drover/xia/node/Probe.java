package dev.drover.xia.node;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Octets;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import dev.drover.xia.packet.Xcmp.EchoReply;
import dev.drover.xia.packet.Xcmp.EchoRequest;
import dev.drover.xia.packet.Xcmp.Redirect;
import dev.drover.xia.packet.Xcmp.TimeExceeded;
import dev.drover.xia.packet.Xcmp.Unknown;
import dev.drover.xia.packet.Xcmp.Unreachable;
import dev.drover.xia.stack.Network.Binding;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Echoes to one address: Xping, and with a growing hop limit the way there. One at a time; answers
 * to other probes of the same node are told apart by their id.
 */
public final class Probe implements AutoCloseable {
  private static final AtomicInteger IDS = new AtomicInteger();

  private final Node node;
  private final Dag to;
  private final int id;
  private final Octets payload;
  private final Binding binding;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(1024);

  /** What came back, with the time. */
  private record Heard(Xcmp message, Dag from, long atNanos) {}

  /** What became of an echo. */
  public sealed interface Answer {
    /** It was answered by the node that it was for. */
    record Reply(Duration time, Dag from) implements Answer {}

    /** A node on the way had to give it up: its hop limit was used up. */
    record Expired(Duration time, Dag from) implements Answer {}

    /** A node on the way knew no way to go on. */
    record NoWay(Duration time, Dag from, Xid destination) implements Answer {}

    /** Nothing came in time. */
    record Silence() implements Answer {}
  }

  /**
   * @param bytes of payload, 0 to 1,024
   */
  public Probe(Node node, Dag to, int bytes) {
    this.node = node;
    this.to = to;
    this.id = IDS.incrementAndGet() & 0xFFFF;
    this.payload = Octets.of(new byte[bytes]);
    this.binding =
        node.control()
            .listen((message, from) -> heard.offer(new Heard(message, from, node.nanoTime())));
  }

  /**
   * Sends an echo and waits for what becomes of it.
   *
   * @param sequence u16, of this probe's own choice; one is used once
   */
  public Answer ask(int sequence, int hopLimit, Duration patience) throws InterruptedException {
    long sent = node.nanoTime();
    node.send(
        Packet.of(
            to,
            node.address(node.hid()),
            NextHeader.XCMP,
            hopLimit,
            new EchoRequest(id, sequence, payload).encode()));
    long left = patience.toNanos();
    while (left > 0) {
      Heard next = heard.poll(left, TimeUnit.NANOSECONDS);
      if (next != null) {
        Answer answer = answer(next, sequence, Duration.ofNanos(next.atNanos() - sent));
        if (answer != null) {
          return answer;
        }
      }
      left = patience.toNanos() - (node.nanoTime() - sent);
    }
    return new Answer.Silence();
  }

  private @Nullable Answer answer(Heard what, int sequence, Duration time) {
    return switch (what.message()) {
      case EchoReply reply when reply.id() == id && reply.sequence() == sequence ->
          new Answer.Reply(time, what.from());
      case TimeExceeded error when isOurs(error.offending(), sequence) ->
          new Answer.Expired(time, what.from());
      case Unreachable error when isOurs(error.offending(), sequence) ->
          new Answer.NoWay(time, what.from(), error.destination());
      case EchoReply _, TimeExceeded _, Unreachable _, EchoRequest _, Redirect _, Unknown _ -> null;
    };
  }

  /** The eight bytes of a quoted echo hold its numbers. */
  private boolean isOurs(Quote quote, int sequence) {
    Packet packet = quote.packet();
    ByteBuffer bytes = packet.payload();
    return packet.nextHeader() == NextHeader.XCMP
        && bytes.remaining() == Quote.PAYLOAD_BYTES
        && (bytes.getShort(4) & 0xFFFF) == id
        && (bytes.getShort(6) & 0xFFFF) == sequence;
  }

  @Override
  public void close() {
    binding.close();
  }
}
