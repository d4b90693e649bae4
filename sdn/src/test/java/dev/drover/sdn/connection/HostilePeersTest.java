package dev.drover.sdn.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.connection.Witness.Event;
import dev.drover.sdn.control.SwitchChannel;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets with a peer that says anything, or nothing. */
@Timeout(300)
class HostilePeersTest extends ServerTest {
  private final SwitchServer server = server(PATIENT);

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
  void manyHalfOpenConnections_keepNobodyOut() throws Exception {
    SwitchServer small = server(patient(4));
    List<Peer> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        idle.add(Peer.connect(small));
      }
      try (Peer good = Peer.joined(small, 3)) {
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
    List<Peer> peers = new ArrayList<>();
    try {
      for (int i = 1; i <= PATIENT.switches(); i++) {
        peers.add(Peer.joined(server, i));
        witness.next(Event.Joined.class);
      }
      try (Peer late = Peer.joined(server, 99)) {
        late.awaitClose();
      }
      try (Peer again = Peer.joined(server, 1)) {
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
    try (Peer good = Peer.joined(server, 1)) {
      witness.next(Event.Joined.class);
      try (Peer deaf = Peer.joined(server, 2)) {
        SwitchChannel channel = witness.next(Event.Joined.class).channel();
        PacketOut large =
            new PacketOut(
                1, OpenFlow.NO_BUFFER, OpenFlow.CONTROLLER, List.of(), Octets.of(new byte[9000]));
        // Where sending waited for it, this would not end.
        while (witness.peek() == null) {
          server.exclusively(() -> {
            for (int i = 0; i < 50; i++) {
              channel.send(large);
            }
            return 0;
          });
        }

        assertThat(witness.next(Event.Left.class).why()).contains("does not take what it is sent");
        deaf.awaitClose();
        assertLives(good, 1);
      }
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
}
