package dev.drover.sdn.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.calls.TlsContext;
import dev.drover.calls.TlsFiles;
import dev.drover.sdn.connection.Witness.Event;
import dev.drover.sdn.control.SwitchChannel;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.ovs.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same sessions through TLS, with those who may and those who may not. */
@Timeout(300)
class TlsSwitchTest {
  @TempDir static Path directory;

  private static @Nullable SSLContext controller;
  private static @Nullable SSLContext known;
  private static @Nullable SSLContext stranger;

  /** Who is trusted by nobody here and trusts nobody here. */
  private static @Nullable SSLContext other;

  private final Witness witness = new Witness();
  private final SwitchServer server =
      new SwitchServer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          Optional.of(Objects.requireNonNull(controller)),
          witness,
          ServerTest.PATIENT);

  @BeforeAll
  static void makeKeys() throws IOException {
    TestKeys keys = TestKeys.make(directory.resolve("ours"));
    controller = TlsContext.load(keys.party("controller"));
    known = TlsContext.load(keys.party("s1"));
    TestKeys others = TestKeys.make(directory.resolve("others"));
    TlsFiles theirs = others.party("s1");
    other = TlsContext.load(theirs);
    stranger =
        TlsContext.load(
            new TlsFiles(theirs.keyStore(), keys.file("trust.p12"), theirs.passwordFile()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private SSLSocket socket(@Nullable SSLContext context) throws IOException {
    return (SSLSocket)
        Objects.requireNonNull(context)
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), server.port());
  }

  private void assertLives(Peer good) throws Exception {
    good.send(new BarrierReply(77));
    assertThat(witness.next()).isEqualTo(new Event.Received(1, new BarrierReply(77)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void knownSwitch_joinsAndSpeaksBothWays(String version) throws Exception {
    SSLSocket socket = socket(known);
    socket.setEnabledProtocols(new String[] {version});
    try (Peer peer = new Peer(socket).join(1)) {
      SwitchChannel channel = witness.next(Event.Joined.class).channel();
      byte[] data = new byte[OpenFlow.MAX_LENGTH - 12];
      new Random(4).nextBytes(data);
      ErrorMessage longest = new ErrorMessage(3, 1, 2, Octets.of(data));
      for (int i = 0; i < 40; i++) {
        peer.send(longest);
      }
      for (int i = 0; i < 40; i++) {
        assertThat(witness.next(Event.Received.class).message()).isEqualTo(longest);
      }
      server.exclusively(() -> {
        for (int i = 0; i < 1000; i++) {
          channel.send(new BarrierRequest(i));
        }
        channel.send(longest);
        return 0;
      });
      for (int i = 0; i < 1000; i++) {
        assertThat(peer.expect(BarrierRequest.class).xid()).isEqualTo(i);
      }
      assertThat(peer.expect(ErrorMessage.class)).isEqualTo(longest);
    }
    assertThat(witness.next(Event.Left.class).why()).contains("closed");
  }

  @Test
  void manySmallMessages_comeInOrder() throws Exception {
    try (Peer peer = new Peer(socket(known)).join(1)) {
      witness.next(Event.Joined.class);
      StringBuilder burst = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        burst.append(String.format("04150008%08x", i));
      }
      peer.send(burst.toString());

      for (int i = 0; i < 20_000; i++) {
        assertThat(witness.next(Event.Received.class).message()).isEqualTo(new BarrierReply(i));
      }
    }
  }

  @Test
  void switch_withoutACertificate_isRefused() throws Exception {
    SSLContext nobody = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    java.security.KeyStore store =
        java.security.KeyStore.getInstance(
            directory.resolve("ours/trust.p12").toFile(), "secret-of-the-test".toCharArray());
    trust.init(store);
    nobody.init(null, trust.getTrustManagers(), null);

    assertRefused(nobody);
  }

  @Test
  void switch_ofAnotherAuthority_isRefused() throws Exception {
    assertRefused(stranger);
  }

  private void assertRefused(@Nullable SSLContext context) throws Exception {
    try (Peer good = new Peer(socket(known)).join(1)) {
      witness.next(Event.Joined.class);
      try (SSLSocket socket = socket(context)) {
        // In TLS 1.3 the client hears of the refusal when it reads.
        assertThatThrownBy(
                () -> {
                  socket.startHandshake();
                  new Peer(socket).receive();
                })
            .isInstanceOf(IOException.class);
      }
      assertLives(good);
    }
  }

  @Test
  void controller_ofAnotherAuthority_isNotTrustedBySwitches() throws Exception {
    try (SSLSocket socket = socket(other)) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
    assertThat(witness.peek()).isNull();
  }

  @Test
  void plainBytes_garbageAndSilence_harmNobody() throws Exception {
    List<Socket> silent = new ArrayList<>();
    Random random = new Random(2);
    try (Peer good = new Peer(socket(known)).join(1)) {
      witness.next(Event.Joined.class);
      for (int i = 0; i < 20; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        try (Socket bad = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
          byte[] bytes = new byte[1 + random.nextInt(500)];
          random.nextBytes(bytes);
          bad.getOutputStream().write(bytes);
        }
        try (Peer plain = new Peer(new Socket(InetAddress.getLoopbackAddress(), server.port()))) {
          plain.send("04 00 00 08 00 00 00 01");
          plain.socket().getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
          // Reset: closed as well.
        }
      }
      assertLives(good);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void switch_thatDoesNotRead_isCutOff() throws Exception {
    try (Peer deaf = new Peer(socket(known)).join(2)) {
      SwitchChannel channel = witness.next(Event.Joined.class).channel();
      PacketOut large =
          new PacketOut(
              1, OpenFlow.NO_BUFFER, OpenFlow.CONTROLLER, List.of(), Octets.of(new byte[9000]));
      while (witness.peek() == null) {
        server.exclusively(() -> {
          for (int i = 0; i < 50; i++) {
            channel.send(large);
          }
          return 0;
        });
      }

      assertThat(witness.next(Event.Left.class).why()).contains("does not take what it is sent");
      assertThat(deaf.socket().isConnected()).isTrue();
    }
  }
}
