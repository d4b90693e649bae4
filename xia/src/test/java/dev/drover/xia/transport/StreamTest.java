package dev.drover.xia.transport;

import static dev.drover.xia.transport.Pair.LONG;
import static dev.drover.xia.transport.Pair.async;
import static dev.drover.xia.transport.Pair.bytes;
import static dev.drover.xia.transport.Pair.get;
import static dev.drover.xia.transport.Pair.hear;
import static dev.drover.xia.transport.Pair.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.TappedNetwork;
import dev.drover.xia.transport.Pair.Stream;
import dev.drover.xia.transport.StreamException.Reason;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamTest {
  private final Pair pair = new Pair();

  @AfterEach
  void close() {
    pair.close();
  }

  private static void assertReason(Throwable thrown, Reason reason) {
    assertThat(thrown).isInstanceOf(StreamException.class);
    assertThat(((StreamException) thrown).reason()).isEqualTo(reason);
  }

  @Test
  void ends_open_knowEachOtherByProof() throws Exception {
    Identity me = Identity.generate();
    StreamSocket socket = pair.client.connect(me, pair.listener.local(), LONG);
    StreamSocket accepted = pair.listener.accept(LONG).orElseThrow();

    assertThat(socket.peer()).isEqualTo(pair.listener.local());
    assertThat(accepted.peer()).isEqualTo(pair.clientNode.address(me.sid()));
    assertThat(accepted.local()).isEqualTo(socket.peer());
  }

  @Test
  void bytes_bothWaysUnderLoss_arriveWhole() throws Exception {
    SplittableRandom chance = new SplittableRandom(5);
    Stream stream = pair.open();
    pair.world.lose(_ -> chance.nextInt(20) == 0);
    byte[] there = bytes(1, 2_000_000);
    byte[] back = bytes(2, 2_000_000);
    for (StreamSocket socket : List.of(stream.client(), stream.server())) {
      var _ =
          async(() -> {
            socket.write(ByteBuffer.wrap(socket == stream.client() ? there : back));
            socket.shutdownOutput();
            return 0;
          });
    }
    FutureTask<byte[]> atServer = async(() -> stream.server().input().readAllBytes());

    assertThat(stream.client().input().readAllBytes()).isEqualTo(back);
    assertThat(get(atServer)).isEqualTo(there);
    assertThat(stream.client().statistics().retransmits()).isPositive();
  }

  @Test
  void connect_handshakeLost_isTriedAgain() throws Exception {
    int[] lost = new int[1];
    pair.world.lose(_ -> lost[0]++ < 3);

    Stream stream = pair.open();
    say(stream.client(), "hello");

    assertThat(hear(stream.server(), 5)).isEqualTo("hello");
  }

  @Test
  void connect_synRepeatedManyTimes_isOneConnection() throws Exception {
    List<Packet> sent = new ArrayList<>();
    pair.world.lose(packet -> {
      sent.add(packet.copy());
      return false;
    });
    Stream stream = pair.open();
    for (int i = 0; i < 50; i++) {
      pair.clientNode.send(sent.getFirst().copy());
    }
    say(stream.client(), "on");

    assertThat(hear(stream.server(), 2)).isEqualTo("on");
    assertThat(pair.listener.accept(Duration.ofMillis(50))).isEmpty();
    stream.client().close();
    stream.server().close();
  }

  @Test
  void connect_nobodyListens_isRefused() {
    Identity other = Identity.generate();
    try (Datagrams bound = pair.server.datagrams(other)) {
      assertThatThrownBy(() -> pair.client.connect(bound.local(), LONG))
          .satisfies(thrown -> assertReason(thrown, Reason.REFUSED));
    }
  }

  @Test
  void connect_noAnswer_endsInTime() {
    pair.world.lose(_ -> true);

    assertThatThrownBy(() -> pair.client.connect(pair.listener.local(), Duration.ofMillis(300)))
        .hasMessageContaining("no answer from " + pair.service.sid())
        .satisfies(thrown -> assertReason(thrown, Reason.NO_ANSWER));
  }

  @Test
  void halfClose_clientAsksAndEnds_serverStillAnswers() throws Exception {
    Stream stream = pair.open();
    say(stream.client(), "question");
    stream.client().shutdownOutput();

    assertThat(stream.server().input().readAllBytes()).hasSize(8);
    say(stream.server(), "answer");
    stream.server().close();
    assertThat(stream.client().input().readAllBytes()).hasSize(6);
    assertThatThrownBy(() -> say(stream.client(), "more"))
        .satisfies(thrown -> assertReason(thrown, Reason.CLOSED));
  }

  @Test
  void close_dataNotYetSent_stillArrives() throws Exception {
    Stream stream = pair.open();
    byte[] data = bytes(3, 1_000_000);
    stream.client().write(ByteBuffer.wrap(data));
    stream.client().close();

    assertThat(stream.server().input().readAllBytes()).isEqualTo(data);
  }

  @Test
  void reset_readsAndWrites_fail() throws Exception {
    Stream stream = pair.open();
    FutureTask<Integer> reads = async(() -> stream.server().read(ByteBuffer.allocate(1)));
    stream.client().reset();

    assertThatThrownBy(() -> get(reads))
        .cause()
        .satisfies(thrown -> assertReason(thrown, Reason.RESET));
    assertThatThrownBy(() -> say(stream.server(), "x"))
        .satisfies(thrown -> assertReason(thrown, Reason.RESET));
    assertThat(stream.server().isOpen()).isFalse();
  }

  @Test
  void closedEnd_peerSendsMore_isReset() throws Exception {
    Stream stream = pair.open();
    stream.client().close();
    assertThat(stream.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    say(stream.server(), "in vain");

    assertThatThrownBy(() -> stream.server().awaitDelivered(LONG))
        .satisfies(thrown -> assertReason(thrown, Reason.RESET));
  }

  @Test
  void read_nothingComes_timesOutAndStreamGoesOn() throws Exception {
    Stream stream = pair.open();
    stream.client().readTimeout(Duration.ofMillis(20));

    assertThatThrownBy(() -> stream.client().read(ByteBuffer.allocate(1)))
        .isInstanceOf(SocketTimeoutException.class);
    stream.client().readTimeout(LONG);
    say(stream.server(), "late");
    assertThat(hear(stream.client(), 4)).isEqualTo("late");
  }

  @Test
  void connections_manyAtOnce_eachKeepsItsBytes() throws Exception {
    int many = 100;
    var _ =
        async(() -> {
          while (true) {
            StreamSocket socket = pair.listener.accept();
            var _ =
                async(() -> {
                  long bytes = socket.input().transferTo(socket.output());
                  socket.close();
                  return bytes;
                });
          }
        });
    List<FutureTask<byte[]>> echoes = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      byte[] data = bytes(i, 20_000);
      echoes.add(
          async(() -> {
            try (StreamSocket socket = pair.client.connect(pair.listener.local(), LONG)) {
              socket.write(ByteBuffer.wrap(data));
              socket.shutdownOutput();
              return socket.input().readAllBytes();
            }
          }));
    }
    for (int i = 0; i < many; i++) {
      assertThat(get(echoes.get(i))).isEqualTo(bytes(i, 20_000));
    }
  }

  @Test
  void listener_closes_refusesNewAndKeepsAccepted() throws Exception {
    Stream stream = pair.open();
    FutureTask<StreamSocket> waits = async(pair.listener::accept);
    Dag address = pair.listener.local();
    pair.listener.close();

    assertThatThrownBy(() -> get(waits))
        .cause()
        .satisfies(thrown -> assertReason(thrown, Reason.CLOSED));
    assertThatThrownBy(() -> pair.client.connect(address, LONG))
        .satisfies(thrown -> assertReason(thrown, Reason.REFUSED));
    say(stream.client(), "still");
    assertThat(hear(stream.server(), 5)).isEqualTo("still");
    // The identifier is free for another once the stream is gone; until then it only has a port.
    pair.server.listen(pair.service).close();
  }

  @Test
  void frozenPeer_threeSecondsOfSilence_goesOnSoonAfter() throws Exception {
    Stream stream = pair.open();
    say(stream.client(), "before");
    assertThat(hear(stream.server(), 6)).isEqualTo("before");
    pair.world.lose(_ -> true);
    say(stream.client(), "during");
    FutureTask<String> heard = async(() -> hear(stream.server(), 6));
    assertThat(stream.client().awaitDelivered(Duration.ofSeconds(3))).isFalse();
    long back = System.nanoTime();
    pair.world.lose(_ -> false);

    assertThat(get(heard)).isEqualTo("during");
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofMillis(500));
    assertThat(stream.client().isOpen()).isTrue();
  }

  @Test
  void frozenPeer_saysSomethingAfterwards_getsTheRestWithoutWaiting() throws Exception {
    Stream stream = pair.open();
    pair.world.lose(_ -> true);
    say(stream.client(), "waits");
    assertThat(stream.client().awaitDelivered(Duration.ofSeconds(1))).isFalse();
    long timeouts = stream.client().statistics().timeouts();
    pair.world.lose(_ -> false);
    say(stream.server(), "back");

    assertThat(hear(stream.server(), 5)).isEqualTo("waits");
    assertThat(stream.client().statistics().timeouts()).isLessThanOrEqualTo(timeouts + 1);
  }

  @Test
  void backlog_fullOfUnaccepted_takesMoreOnceAccepted() throws Exception {
    try (Pair small = new Pair(StreamOptions.DEFAULT.withBacklog(1))) {
      StreamSocket first = small.client.connect(small.listener.local(), LONG);
      // What opens a connection for the service is the client's first packet.
      say(first, "1");
      assertThat(first.awaitDelivered(LONG)).isTrue();
      assertThatThrownBy(() -> small.client.connect(small.listener.local(), Duration.ofMillis(300)))
          .satisfies(thrown -> assertReason(thrown, Reason.NO_ANSWER));

      assertThat(small.listener.accept(LONG)).isPresent();
      assertThat(small.client.connect(small.listener.local(), LONG).isOpen()).isTrue();
    }
  }

  @Test
  void connection_idleForLongerThanAllowed_ends() throws Exception {
    try (Pair brief = new Pair(StreamOptions.DEFAULT.withIdle(Duration.ofMillis(200)))) {
      Stream stream = brief.open();

      assertThatThrownBy(() -> stream.client().read(ByteBuffer.allocate(1)))
          .satisfies(thrown ->
              assertThat(((StreamException) thrown).reason()).isIn(Reason.IDLE, Reason.RESET));
    }
  }

  @Test
  void connection_closedByBothEnds_isForgottenAndItsIdentifierFree() throws Exception {
    TappedNetwork network = new TappedNetwork(pair.clientNode);
    StreamSocket socket = new XiaStack(network).connect(pair.listener.local(), LONG);
    socket.close();
    pair.listener.accept(LONG).orElseThrow().close();

    assertThat(network.unbound.poll(10, TimeUnit.SECONDS)).isEqualTo(socket.local().intent());
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void connect_failed_leavesNothingBound() throws Exception {
    TappedNetwork network = new TappedNetwork(pair.clientNode);
    pair.world.lose(_ -> true);
    assertThatThrownBy(
            () -> new XiaStack(network).connect(pair.listener.local(), Duration.ofMillis(50)))
        .isInstanceOf(StreamException.class);

    assertThat(network.unbound).hasSize(1);
  }
}
