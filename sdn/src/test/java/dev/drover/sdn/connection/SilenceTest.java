package dev.drover.sdn.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.unit.Bytes;
import dev.drover.sdn.connection.Witness.Event;
import dev.drover.sdn.control.LogLines;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Octets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets with a peer that is silent, by a clock that the test moves. */
@Timeout(300)
class SilenceTest extends ServerTest {
  private static final Limits LIMITS =
      new Limits(
          4,
          16,
          Bytes.of(256 << 10),
          Duration.ofMillis(900),
          Duration.ofMillis(200),
          Duration.ofMillis(600));

  /** Longer than a tick, and much shorter than what counts as a standstill. */
  private static final Duration STEP = Duration.ofMillis(50);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final SwitchServer server = server(LIMITS, nanos::get);

  /** Time passes, in which the server looks after its peers as it does. */
  private void pass(Duration time) throws InterruptedException {
    for (long passed = 0; passed < time.toNanos(); passed += STEP.toNanos()) {
      long now = nanos.addAndGet(STEP.toNanos());
      while (witness.tickedNanos() - now != 0) {
        Thread.sleep(1);
      }
    }
  }

  /** Time passes, in which the server does nothing. */
  private void standStill(Duration time) throws InterruptedException {
    nanos.addAndGet(time.toNanos());
    pass(STEP);
  }

  @Test
  void silentSwitch_isAskedAndThenLeaves() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      pass(LIMITS.echoAfter().plus(STEP));
      assertThat(peer.expect(EchoRequest.class).data().length()).isZero();
      assertThat(witness.peek()).isNull();

      pass(LIMITS.deadAfter());

      assertThat(witness.next(Event.Left.class).why()).contains("silent for 600ms");
      peer.awaitClose();
    }
  }

  @Test
  void switch_thatAnswersEchoes_stays() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      for (int i = 0; i < 6; i++) {
        pass(LIMITS.echoAfter().plus(STEP));
        EchoRequest asked = peer.expect(EchoRequest.class);
        peer.send(new EchoReply(asked.xid(), asked.data()));
        assertLives(peer, 1);
      }
    }
  }

  @Test
  void controllerThatStoodStill_asksBeforeItTakesAnyoneForDead() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      standStill(LIMITS.deadAfter().multipliedBy(2));
      assertThat(witness.peek()).isNull();

      pass(LIMITS.echoAfter().plus(STEP));

      EchoRequest asked = peer.expect(EchoRequest.class);
      peer.send(new EchoReply(asked.xid(), asked.data()));
      assertLives(peer, 1);
    }
  }

  @Test
  void controllerThatStoodStill_leavesAPeerItsTimeToSayWhoItIs() throws Exception {
    try (LogLines log = LogLines.of(Peers.class);
        Peer peer = Peer.connect(server);
        Peer other = Peer.connect(server)) {
      peer.send(new Hello(1, 4, List.of(4)));
      peer.expect(Hello.class);
      other.expect(Hello.class);
      other.send(new Hello(1, 4, List.of(4)));
      pass(Duration.ofMillis(300));
      standStill(LIMITS.handshake().multipliedBy(2));

      other.finish(5);
      assertThat(witness.next(Event.Joined.class).features().datapathId()).isEqualTo(5);

      keepEchoing(peer, Duration.ofMillis(600));
      peer.awaitClose();
      assertThat(log.texts())
          .filteredOn(text -> text.contains("turned away"))
          .singleElement()
          .asString()
          .contains("did not say who it is in 900ms");
    }
  }

  @Test
  void peer_thatSaysNothing_isClosed() throws Exception {
    try (Peer peer = Peer.connect(server)) {
      peer.expect(Hello.class);
      pass(LIMITS.handshake().plus(STEP));
      peer.awaitClose();
    }
    assertThat(witness.peek()).isNull();
  }

  @Test
  void peer_thatOnlySendsEchoesInTheHandshake_isClosed() throws Exception {
    try (LogLines log = LogLines.of(Peers.class);
        Peer peer = Peer.connect(server)) {
      peer.send(new Hello(1, 4, List.of(4)));
      keepEchoing(peer, LIMITS.handshake());
      peer.awaitClose();
      assertThat(log.texts()).singleElement().asString().contains("did not say who it is in 900ms");
    }
    assertThat(witness.peek()).isNull();
  }

  /** Time passes, before each step of which the peer has an echo answered; then one more step. */
  private void keepEchoing(Peer peer, Duration time) throws Exception {
    for (long passed = 0; passed < time.toNanos(); passed += STEP.toNanos()) {
      peer.send(new EchoRequest(1, Octets.EMPTY));
      Message message = peer.receive();
      while (!(message instanceof EchoReply)) {
        message = peer.receive();
      }
      pass(STEP);
    }
    pass(STEP);
  }

  @Test
  void slowPeer_thatNeverEndsAMessage_isClosed() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      peer.send("04 0a ff ff 00 00 00 07");
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                peer.send("00");
                Thread.sleep(5);
              }
            } catch (IOException | InterruptedException e) {
              // The connection is closed: that is what is waited for.
            }
          });
      pass(LIMITS.deadAfter().plus(STEP));

      assertThat(witness.next(Event.Left.class).why()).contains("silent");
    }
  }
}
