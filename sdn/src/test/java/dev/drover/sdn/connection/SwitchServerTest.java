package dev.drover.sdn.connection;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets with a peer that keeps to the protocol. */
@Timeout(300)
class SwitchServerTest extends ServerTest {
  private final SwitchServer server = server(PATIENT);

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
      // Where reading kept ticks from coming, this would not end.
      while (witness.busyTicks() < 20) {
        peer.send(message);
      }
    }
  }
}
