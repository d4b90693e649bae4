package dev.drover.agent.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.TestKeys;
import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Pass;
import dev.drover.calls.TlsFiles;
import dev.drover.decide.communication.TokenPolicies;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who can make a host take a token: another host of the same authority, once, and nobody else. */
@Timeout(60)
final class TokenSecurityTest {
  private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
  private static final List<Site> SITES =
      List.of(new Site("h1", LOOPBACK, List.of("r")), new Site("h2", LOOPBACK + 1, List.of("r")));
  private static final Pass TOKEN =
      new Pass(Token.first(1, TokenPolicies.named("round-robin"), 1, new int[] {LOOPBACK}));

  @TempDir private static Path keys;

  private final List<Message> taken = new CopyOnWriteArrayList<>();
  private Listener listener;

  @BeforeAll
  static void makeKeys() throws Exception {
    TestKeys.authority(keys, "ca");
    TestKeys.party(keys, "h1", "ca", "IP:10.99.0.11");
    TestKeys.party(keys, "h2", "ca", "IP:10.99.0.12");
    TestKeys.party(keys, "ctl", "ca", "IP:10.99.0.1");
    TestKeys.authority(keys, "strange");
    TestKeys.party(keys, "h2s", "strange", "IP:10.99.0.12");
    TestKeys.nobody(keys, "nobody");
  }

  private static TlsFiles files(String party, String authority) {
    return new TlsFiles(
        keys.resolve(party + ".p12"), keys.resolve(authority + "-trust.p12"), keys.resolve("pw"));
  }

  private static Parties parties(String party, String authority) {
    return new Parties(SITES, Optional.of(files(party, authority)));
  }

  @BeforeEach
  void listen() {
    listener =
        new Listener(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            parties("h1", "ca"),
            message -> {
              taken.add(message);
              return new Message.Passed(Message.Verdict.TAKEN, Mark.NONE, LOOPBACK);
            });
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private Reply askAs(Parties who) {
    return new SocketLines(who, listener.port()).ask(LOOPBACK, TOKEN);
  }

  @Test
  void token_fromAHost_isTaken() {
    assertThat(askAs(parties("h2", "ca"))).isInstanceOf(Reply.Told.class);
    assertThat(taken).containsExactly(TOKEN);
  }

  @Test
  void token_fromAnotherPartyOfTheAuthority_isNotHeard() {
    assertThat(askAs(parties("ctl", "ca"))).isNotInstanceOf(Reply.Told.class);
    assertThat(taken).isEmpty();
  }

  @Test
  void token_fromWhoNamesHimselfAHostByAnotherAuthority_isNotHeard() {
    assertThat(askAs(parties("h2s", "strange"))).isNotInstanceOf(Reply.Told.class);
    assertThat(taken).isEmpty();
  }

  @Test
  void token_withoutACertificate_isNotHeard() {
    assertThat(askAs(parties("nobody", "ca"))).isNotInstanceOf(Reply.Told.class);
    assertThat(taken).isEmpty();
  }

  @Test
  void token_withoutTls_isNotHeard() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      Wire.write(TOKEN, new DataOutputStream(socket.getOutputStream()));
      assertThat(endOf(socket.getInputStream())).isNotEqualTo(Wire.MAGIC);
    }
    assertThat(taken).isEmpty();
  }

  private static int endOf(InputStream in) {
    try {
      return new DataInputStream(in).readUnsignedShort();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Whoever can see what passes on the network can send the same bytes again. */
  @Test
  void token_recordedAndSentAgain_isNotHeardTwice() throws Exception {
    ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    try (ServerSocket between = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CountDownLatch over = new CountDownLatch(1);
      Thread.startVirtualThread(() -> {
        try (Socket client = between.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
          Thread back = Thread.startVirtualThread(() -> copy(server, client, null));
          copy(client, server, recorded);
          back.join();
        } catch (IOException | InterruptedException e) {
          // The client sees it.
        } finally {
          over.countDown();
        }
      });
      Reply first =
          new SocketLines(parties("h2", "ca"), between.getLocalPort()).ask(LOOPBACK, TOKEN);
      assertThat(first).isInstanceOf(Reply.Told.class);
      over.await();
    }
    assertThat(taken).hasSize(1);
    try (Socket again = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      again.getOutputStream().write(recorded.toByteArray());
      again.shutdownOutput();
      again.getInputStream().readAllBytes();
    } catch (IOException e) {
      // It was hung up on.
    }
    assertThat(recorded.size()).isGreaterThan(500);
    assertThat(taken).hasSize(1);
  }

  private static void copy(
      Socket from, Socket to, @org.jspecify.annotations.Nullable ByteArrayOutputStream also) {
    byte[] buffer = new byte[1 << 14];
    try {
      while (true) {
        int count = from.getInputStream().read(buffer);
        if (count < 0) {
          to.shutdownOutput();
          return;
        }
        if (also != null) {
          also.write(buffer, 0, count);
        }
        to.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One of them has hung up.
    }
  }
}
