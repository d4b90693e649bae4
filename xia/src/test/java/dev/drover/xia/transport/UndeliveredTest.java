package dev.drover.xia.transport;

import static dev.drover.xia.transport.Pair.ELSEWHERE;
import static dev.drover.xia.transport.Pair.LONG;
import static dev.drover.xia.transport.Pair.hear;
import static dev.drover.xia.transport.Pair.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import dev.drover.xia.packet.Xcmp.TimeExceeded;
import dev.drover.xia.packet.Xcmp.Unreachable;
import dev.drover.xia.stack.LogLines;
import dev.drover.xia.stack.TappedNetwork;
import dev.drover.xia.transport.Segment.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What routers say of a stream's packets that went no further. */
@Timeout(60)
final class UndeliveredTest {
  private static final Dag ROUTER = Dag.chain(new Xid(XidType.HID, 9, 9, 9));

  private final Pair pair = new Pair();
  private final TappedNetwork network = new TappedNetwork(pair.clientNode);
  private final XiaStack client =
      new XiaStack(network, StreamOptions.DEFAULT, Clock.systemUTC(), new Random(3));
  private final LogLines log = new LogLines("dev.drover.xia.transport");
  private final AtomicInteger asked = new AtomicInteger();

  /** What the client sent. */
  private final BlockingQueue<Packet> sent = new LinkedBlockingQueue<>();

  private StreamSocket socket;
  private StreamSocket server;

  @BeforeEach
  void open() throws Exception {
    client.locateWith(sid -> {
      asked.incrementAndGet();
      return Optional.of(pair.serverNode.address(sid));
    });
    pair.world.lose(packet -> {
      if (!packet.sourceIntent().equals(pair.service.sid())) {
        sent.add(packet.copy());
        return false;
      }
      return isMove(packet);
    });
    socket = client.connect(pair.listener.local(), LONG);
    server = pair.listener.accept(LONG).orElseThrow();
    say(socket, "1");
    assertThat(hear(server, 1)).isEqualTo("1");
  }

  @AfterEach
  void close() {
    log.close();
    pair.close();
  }

  /** The server's word of its moves gets lost: the client alone can find it. */
  private static boolean isMove(Packet packet) {
    try {
      return Segment.read(packet.payload()).kind() == Kind.MIGRATE;
    } catch (MalformedPacket e) {
      return false;
    }
  }

  private void tell(Xcmp message) {
    network
        .receivers
        .getLast()
        .receive(Packet.of(socket.local(), ROUTER, NextHeader.XCMP, message.encode()));
  }

  private Packet data() throws IOException, InterruptedException {
    sent.clear();
    say(socket, "2");
    return sent.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void unreachable_ofAPacketOfTheStream_hasThePeerLookedForAndFound() throws Exception {
    pair.serverNode.move(ELSEWHERE);
    Packet lost = data();
    assertThat(asked).hasValue(0);
    tell(new Unreachable(Xcmp.NO_WAY, Pair.HOME, Quote.of(lost)));
    assertThat(hear(server, 1)).isEqualTo("2");
    assertThat(socket.peer()).isEqualTo(pair.serverNode.address(pair.service.sid()));
    assertThat(asked.get()).isPositive();
    assertThat(client.refused()).isZero();
    assertThat(log.rest()).isEmpty();
  }

  @Test
  void errors_aboutWhatTheStreamDidNotSend_doNothing() throws Exception {
    Packet mine = data();
    Segment guessed = new Segment();
    guessed.clear(Kind.DATA);
    guessed.from = 0x0123456789ABCDEFL;
    Packet forged =
        new Envelope(socket.peer(), socket.local()).bytes(guessed, ByteBuffer.allocate(0));
    tell(new Unreachable(Xcmp.NO_WAY, Pair.HOME, Quote.of(forged)));
    tell(new TimeExceeded(Quote.of(forged)));
    Packet ofAnother =
        Packet.of(socket.peer(), pair.listener.local(), NextHeader.TRANSPORT, mine.payload());
    tell(new Unreachable(Xcmp.NO_WAY, Pair.HOME, Quote.of(ofAnother)));
    assertThat(log.await("an error is about what was not sent from here")).contains("refused");
    assertThat(asked).hasValue(0);
    assertThat(hear(server, 1)).isEqualTo("2");
  }

  @Test
  void errors_withoutEnd_haveItLookedForOnceASecond() throws Exception {
    Packet mine = data();
    long begin = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      tell(new TimeExceeded(Quote.of(mine)));
    }
    assertThat(hear(server, 1)).isEqualTo("2");
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    assertThat(asked.get()).isLessThanOrEqualTo((int) seconds + 1);
    assertThat(log.rest()).isEmpty();
  }
}
