package dev.drover.sdn.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.unit.Bytes;
import dev.drover.sdn.connection.Witness.Event;
import dev.drover.sdn.control.SwitchChannel;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets with a peer that says anything. */
@Timeout(30)
class SwitchServerTest {
  private static final Limits QUICK =
      new Limits(
          4,
          16,
          Bytes.of(256 << 10),
          Duration.ofMillis(900),
          Duration.ofMillis(200),
          Duration.ofMillis(600));

  /** Whom nobody takes for dead on a busy machine. */
  static final Limits PATIENT =
      new Limits(
          128,
          16,
          Bytes.ofMebibytes(4),
          Duration.ofSeconds(20),
          Duration.ofSeconds(19),
          Duration.ofSeconds(20));

  private final Witness witness = new Witness();
  private final SwitchServer server = server(Limits.STANDARD);
  private final List<SwitchServer> servers = new ArrayList<>(List.of(server));

  private SwitchServer server(Limits limits) {
    return new SwitchServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        witness,
        limits);
  }

  private SwitchServer quick() {
    SwitchServer quick = server(QUICK);
    servers.add(quick);
    return quick;
  }

  @AfterEach
  void close() {
    servers.forEach(SwitchServer::close);
  }

  /** A switch that is not touched by what others do. */
  private void assertLives(Peer good, long datapathId) throws Exception {
    good.send(new BarrierReply(77));
    assertThat(witness.next(Event.Received.class))
        .isEqualTo(new Event.Received(datapathId, new BarrierReply(77)));
  }

  @Test
  void switch_thatSaysWhoItIs_joinsWithAllItsPorts() throws Exception {
    try (Peer peer = Peer.connect(server)) {
      peer.send(new Hello(9, 4, List.of(1, 4)));
      assertThat(peer.expect(Hello.class).versions()).containsExactly(4);
      int features = peer.expect(FeaturesRequest.class).xid();
      peer.send(new FeaturesReply(features, 0xabcdL, 0, 254, 0, 0));
      assertThat(peer.expect(SetConfig.class).missSendLength()).isEqualTo(0xffff);
      int xid = peer.expect(PortDescRequest.class).xid();
      peer.send(new PortDescReply(xid, true, Peer.ports(1, 2)));
      peer.send(new PortDescReply(xid, false, Peer.ports(OpenFlow.LOCAL)));

      Event.Joined joined = witness.next(Event.Joined.class);

      assertThat(joined.channel().datapathId()).isEqualTo(0xabcdL);
      assertThat(joined.ports()).extracting(Port::number).containsExactly(1L, 2L, OpenFlow.LOCAL);
    }
  }

  @Test
  void switch_thatSendsByteByByte_joins() throws Exception {
    try (Peer peer = Peer.connect(server)) {
      for (String hex : "04 00 00 08 00 00 00 01".split(" ", -1)) {
        peer.send(hex);
      }
      peer.expect(Hello.class);
      peer.expect(FeaturesRequest.class);
      for (String hex :
          ("04 06 00 20 00 00 00 02 00 00 00 00 00 00 00 05"
                  + " 00 00 00 00 fe 00 00 00 00 00 00 4f 00 00 00 00")
              .split(" ", -1)) {
        peer.send(hex);
      }
      peer.expect(SetConfig.class);
      int xid = peer.expect(PortDescRequest.class).xid();
      peer.send(new PortDescReply(xid, false, Peer.ports(1)));

      assertThat(witness.next(Event.Joined.class).features().datapathId()).isEqualTo(5);
    }
  }

  @Test
  void portChange_betweenThePartsOfThePorts_comesAfterJoining() throws Exception {
    try (Peer peer = Peer.connect(server)) {
      peer.send(new Hello(1, 4, List.of(4)));
      peer.expect(Hello.class);
      peer.send(new FeaturesReply(peer.expect(FeaturesRequest.class).xid(), 1, 0, 1, 0, 0));
      PortStatus change = new PortStatus(0, 2, Peer.ports(1).getFirst());
      peer.expect(SetConfig.class);
      int xid = peer.expect(PortDescRequest.class).xid();
      peer.send(change);
      peer.send(new PortDescReply(xid, true, Peer.ports(1)));
      peer.send(change);
      peer.send(new PortDescReply(xid, false, Peer.ports(2)));
      peer.send(new BarrierReply(5));

      witness.next(Event.Joined.class);
      assertThat(witness.next(Event.Received.class).message()).isEqualTo(change);
      assertThat(witness.next(Event.Received.class).message()).isEqualTo(new BarrierReply(5));
    }
  }

  @Test
  void manyMessagesAtOnce_comeInOrder() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      StringBuilder burst = new StringBuilder();
      for (int i = 0; i < 50_000; i++) {
        burst.append(String.format("04150008%08x", i));
      }
      peer.send(burst.toString());

      for (int i = 0; i < 50_000; i++) {
        assertThat(witness.next(Event.Received.class).message()).isEqualTo(new BarrierReply(i));
      }
    }
  }

  @Test
  void longestMessage_arrivesWhole() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      byte[] data = new byte[OpenFlow.MAX_LENGTH - 12];
      new Random(4).nextBytes(data);
      peer.send(new ErrorMessage(3, 1, 2, Octets.of(data)));

      assertThat(witness.next(Event.Received.class).message())
          .isEqualTo(new ErrorMessage(3, 1, 2, Octets.of(data)));
    }
  }

  @Test
  void echoRequest_isAnsweredWithItsData() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      Octets data = Octets.of((byte) 1, (byte) 2, (byte) 3);
      peer.send(new EchoRequest(42, data));

      assertThat(peer.expect(EchoReply.class)).isEqualTo(new EchoReply(42, data));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // OpenFlow 1.0; 1.4 and 1.0 in a bitmap.
    "'01 00 00 08 00 00 00 07'",
    "'05 00 00 10 00 00 00 07 00 01 00 08 00 00 00 22'",
  })
  void hello_ofOtherVersions_isAnsweredWithHelloFailedAndClosed(String hello) throws Exception {
    try (Peer peer = Peer.connect(server)) {
      peer.send(hello);

      peer.expect(Hello.class);
      ErrorMessage error = peer.expect(ErrorMessage.class);
      assertThat(error)
          .extracting(ErrorMessage::xid, ErrorMessage::type, ErrorMessage::code)
          .containsExactly(7, 0, 0);
      assertThat(StandardCharsets.US_ASCII.decode(error.data().buffer()).toString())
          .contains("OpenFlow 1.3");
      peer.awaitClose();
    }
    assertThat(witness.peek()).isNull();
  }

  @Test
  void hello_ofAHigherVersionAlone_meansTheSmallerOne() throws Exception {
    try (Peer peer = Peer.connect(server)) {
      peer.send("06 00 00 08 00 00 00 07");

      peer.expect(Hello.class);
      assertThat(peer.expect(FeaturesRequest.class).xid()).isEqualTo(Session.FEATURES_XID);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cut short inside, '04 0a 00 10 00 00 00 07 ff ff ff ff 00 10 00 00'",
    "length below the header, '04 02 00 04 00 00 00 07'",
    "length beyond the content, '04 0c 00 48 00 00 00 07'",
    "version of OpenFlow 1.0, '01 0a 00 08 00 00 00 07'",
    "garbage, 'ff fe fd fc fb fa f9 f8 f7 f6 f5 f4'",
    "HTTP, '47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a'",
  })
  void malformedMessage_endsThatSwitchAlone(String what, String bytes) throws Exception {
    try (Peer good = Peer.joined(server, 1);
        Peer bad = Peer.joined(server, 2)) {
      witness.next(Event.Joined.class);
      witness.next(Event.Joined.class);
      bad.send(new BarrierReply(1));
      bad.send(bytes);
      if (what.equals("length beyond the content")) {
        bad.send("00".repeat(0x40));
      }

      assertThat(witness.next()).isEqualTo(new Event.Received(2, new BarrierReply(1)));
      Event.Left left = witness.next(Event.Left.class);
      assertThat(left.datapathId()).isEqualTo(2);
      assertThat(left.why()).contains("it begins " + bytes.replace(" ", "").substring(0, 8));
      bad.awaitClose();
      assertLives(good, 1);
    }
  }

  @Test
  void garbage_insteadOfAHello_isClosed() throws Exception {
    Random random = new Random(1);
    try (Peer good = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      for (int i = 0; i < 50; i++) {
        try (Peer bad = Peer.connect(server)) {
          byte[] bytes = new byte[OpenFlow.HEADER + random.nextInt(2000)];
          random.nextBytes(bytes);
          // Only hellos and errors may be of another version.
          bytes[0] = (byte) 0x80;
          bytes[1] = (byte) Math.max(2, bytes[1] & 0xff);
          bad.send(bytes);
          bad.awaitClose();
        }
      }
      assertLives(good, 1);
    }
  }

  @Test
  void secondConnection_ofTheSameDatapath_replacesTheFirst() throws Exception {
    try (Peer first = Peer.joined(server, 7)) {
      SwitchChannel old = witness.next(Event.Joined.class).channel();
      try (Peer second = Peer.joined(server, 7)) {
        assertThat(witness.next(Event.Left.class).why()).contains("came again");
        SwitchChannel now = witness.next(Event.Joined.class).channel();

        assertThat(now).isNotSameAs(old);
        first.awaitClose();
        assertLives(second, 7);
      }
      assertThat(witness.next(Event.Left.class).why()).contains("closed");
    }
  }

  @Test
  void silentSwitch_isAskedAndThenLeaves() throws Exception {
    SwitchServer quick = quick();
    try (Peer peer = Peer.joined(quick, 1)) {
      witness.next(Event.Joined.class);
      assertThat(peer.expect(EchoRequest.class).data().length()).isZero();

      assertThat(witness.next(Event.Left.class).why()).contains("silent for 600ms");
      peer.awaitClose();
    }
  }

  @Test
  void switch_thatAnswersEchoes_stays() throws Exception {
    SwitchServer quick = quick();
    try (Peer peer = Peer.joined(quick, 1)) {
      witness.next(Event.Joined.class);
      for (int i = 0; i < 6; i++) {
        EchoRequest asked = peer.expect(EchoRequest.class);
        peer.send(new EchoReply(asked.xid(), asked.data()));
      }

      assertLives(peer, 1);
    }
  }

  @Test
  void peer_thatSaysNothing_isClosed() throws Exception {
    SwitchServer quick = quick();
    try (Peer peer = Peer.connect(quick)) {
      peer.expect(Hello.class);
      peer.awaitClose();
    }
    assertThat(witness.peek()).isNull();
  }

  @Test
  void peer_thatOnlySendsEchoesInTheHandshake_isClosed() throws Exception {
    SwitchServer quick = quick();
    long began = System.nanoTime();
    try (Peer peer = Peer.connect(quick)) {
      peer.send(new Hello(1, 4, List.of(4)));
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                peer.send(new EchoRequest(1, Octets.EMPTY));
                Thread.sleep(50);
              }
            } catch (IOException | InterruptedException e) {
              // The connection is closed: that is what is waited for.
            }
          });
      peer.awaitClose();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    assertThat(witness.peek()).isNull();
  }

  @Test
  void slowPeer_thatNeverEndsAMessage_isClosed() throws Exception {
    SwitchServer quick = quick();
    try (Peer peer = Peer.joined(quick, 1)) {
      witness.next(Event.Joined.class);
      peer.send("04 0a ff ff 00 00 00 07");
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                peer.send("00");
                Thread.sleep(20);
              }
            } catch (IOException | InterruptedException e) {
              // The connection is closed: that is what is waited for.
            }
          });

      assertThat(witness.next(Event.Left.class).why()).contains("silent");
    }
  }

  @Test
  void manyHalfOpenConnections_keepNobodyOut() throws Exception {
    SwitchServer quick = quick();
    List<Peer> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        idle.add(Peer.connect(quick));
      }
      try (Peer good = Peer.joined(quick, 3)) {
        witness.next(Event.Joined.class);
        assertLives(good, 3);
      }
    } finally {
      for (Peer peer : idle) {
        peer.close();
      }
    }
  }

  @Test
  void oneSwitchTooMany_isRefused() throws Exception {
    SwitchServer quick = quick();
    List<Peer> peers = new ArrayList<>();
    try {
      for (int i = 1; i <= QUICK.switches(); i++) {
        peers.add(Peer.joined(quick, i));
        witness.next(Event.Joined.class);
      }
      try (Peer late = Peer.joined(quick, 99)) {
        late.awaitClose();
      }
      try (Peer again = Peer.joined(quick, 1)) {
        assertThat(witness.next(Event.Left.class).datapathId()).isEqualTo(1);
        assertThat(witness.next(Event.Joined.class).features().datapathId()).isEqualTo(1);
        assertThat(again.socket().isConnected()).isTrue();
      }
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void switch_thatDoesNotRead_isCutOffAndDelaysNobody() throws Exception {
    SwitchServer patient = server(PATIENT);
    servers.add(patient);
    try (Peer good = Peer.joined(patient, 1)) {
      witness.next(Event.Joined.class);
      try (Peer deaf = Peer.joined(patient, 2)) {
        SwitchChannel channel = witness.next(Event.Joined.class).channel();
        PacketOut large =
            new PacketOut(
                1, OpenFlow.NO_BUFFER, OpenFlow.CONTROLLER, List.of(), Octets.of(new byte[9000]));
        long began = System.nanoTime();
        long slowest = 0;
        while (witness.peek() == null) {
          long before = System.nanoTime();
          patient.exclusively(() -> {
            for (int i = 0; i < 50; i++) {
              channel.send(large);
            }
            return 0;
          });
          slowest = Math.max(slowest, System.nanoTime() - before);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
        assertThat(witness.next(Event.Left.class).why()).contains("does not take what it is sent");
        deaf.awaitClose();
        assertLives(good, 1);
      }
    }
  }

  @Test
  void message_thatOpenFlowHasNoRoomFor_isNotSentAndEndsNobody() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      SwitchChannel channel = witness.next(Event.Joined.class).channel();
      Octets frame = Octets.of(new byte[OpenFlow.MAX_LENGTH - 20]);
      server.exclusively(() -> {
        channel.send(new PacketOut(1, OpenFlow.NO_BUFFER, 1, List.of(), frame));
        channel.send(new BarrierRequest(2));
        return 0;
      });

      assertThat(peer.expect(BarrierRequest.class).xid()).isEqualTo(2);
    }
  }

  @Test
  void endlessPorts_areRefused() throws Exception {
    try (Peer peer = Peer.connect(server)) {
      peer.send(new Hello(1, 4, List.of(4)));
      peer.expect(Hello.class);
      peer.send(new FeaturesReply(peer.expect(FeaturesRequest.class).xid(), 1, 0, 1, 0, 0));
      peer.expect(SetConfig.class);
      int xid = peer.expect(PortDescRequest.class).xid();
      PortDescReply part =
          new PortDescReply(xid, true, Peer.ports(LongStream.range(1, 500).toArray()));
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                peer.send(part);
              }
            } catch (IOException e) {
              // The connection is closed: that is what is waited for.
            }
          });
      peer.awaitClose();
    }
    assertThat(witness.peek()).isNull();
  }

  @Test
  void cutOff_byTheController_closesAndTellsOnce() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      SwitchChannel channel = witness.next(Event.Joined.class).channel();
      server.exclusively(() -> {
        channel.cutOff("because");
        channel.cutOff("again");
        channel.send(new BarrierRequest(1));
        return 0;
      });

      assertThat(witness.next(Event.Left.class).why()).isEqualTo("because");
      peer.awaitClose();
    }
    assertThat(witness.peek()).isNull();
  }

  @Test
  void xids_ofAChannel_areNeverThoseOfTheHandshake() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      SwitchChannel channel = witness.next(Event.Joined.class).channel();

      assertThat(List.of(channel.nextXid(), channel.nextXid()))
          .doesNotHaveDuplicates()
          .allMatch(xid -> xid > Session.PORTS_XID);
      assertThat(peer.socket().isConnected()).isTrue();
    }
  }

  @Test
  void ticks_goOnUnderLoad() throws Exception {
    try (Peer peer = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      Message message = new BarrierReply(1);
      long until = System.nanoTime() + 500_000_000L;
      while (System.nanoTime() < until) {
        peer.send(message);
      }
      assertThat(witness.longestBetweenTicksNanos()).isPositive().isLessThan(500_000_000L);
    }
  }
}
