package dev.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.HttpAgentClient;
import dev.drover.agent.fake.FakeHosts;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.calls.JsonServer;
import dev.drover.calls.TlsFiles;
import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door: who is let in, and what it answers. */
class AgentServerTest {
  @TempDir static Path keys;
  @TempDir Path directory;

  private FakeHosts hosts;
  private AgentServer server;

  @BeforeAll
  static void makeKeys() throws Exception {
    TestKeys.authority(keys, "ca");
    TestKeys.authority(keys, "stranger");
    TestKeys.party(keys, "agent", "ca", "IP:127.0.0.1");
    TestKeys.party(keys, "controller", "ca", "IP:127.0.0.2");
    TestKeys.party(keys, "elsewhere", "ca", "IP:10.1.2.3");
    TestKeys.party(keys, "intruder", "stranger", "IP:127.0.0.1");
  }

  private static TlsFiles files(String party, String trusted) {
    return new TlsFiles(
        keys.resolve(party + ".p12"), keys.resolve(trusted + "-trust.p12"), keys.resolve("pw"));
  }

  @BeforeEach
  void start() {
    hosts = new FakeHosts(directory, new FakeHosts.Script(5, 0, false));
    hosts.start("a", 0);
    server = serve(files("agent", "ca"));
  }

  private AgentServer serve(TlsFiles tls) {
    return new AgentServer(
        hosts.agent("a"),
        Optional.empty(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.of(tls));
  }

  @AfterEach
  void stop() {
    server.close();
    hosts.close();
  }

  private URI url() {
    return URI.create("https://127.0.0.1:" + server.port());
  }

  private HttpAgentClient client() {
    return HttpAgentClient.connect(url(), Optional.of(files("controller", "ca")));
  }

  @Test
  void controller_withOurKeys_isAnswered() {
    assertThat(client().status().host()).isEqualTo("a");
    assertThat(client().migrations()).isEmpty();
    assertThat(client().samples(0)).isEmpty();
  }

  @Test
  void client_withAnotherAuthoritysKey_isTurnedAway() {
    assertUnreachable(files("intruder", "ca"));
  }

  @Test
  void client_withoutACertificate_isTurnedAway() throws Exception {
    TestKeys.nobody(keys, "nobody");

    assertUnreachable(files("nobody", "ca"));
  }

  @Test
  void agent_withAnotherAuthoritysKey_isNotTrusted() {
    server.close();
    server = serve(files("intruder", "ca"));

    assertUnreachable(files("controller", "ca"));
  }

  @Test
  void agent_withAnotherHostsCertificate_isNotTrusted() {
    server.close();
    server = serve(files("elsewhere", "ca"));

    assertUnreachable(files("controller", "ca"));
  }

  private void assertUnreachable(TlsFiles tls) {
    HttpAgentClient client = HttpAgentClient.connect(url(), Optional.of(tls));

    assertThatThrownBy(client::status)
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
  }

  @Test
  void plainHttp_toATlsPort_isNotAnswered() {
    HttpAgentClient client =
        HttpAgentClient.connect(URI.create("http://127.0.0.1:" + server.port()), Optional.empty());

    assertThatThrownBy(client::status).isInstanceOf(CallException.class);
  }

  @Test
  void unknownVm_isNotFoundInTheAgentsWords() {
    assertThatThrownBy(() -> client().stopVm("nosuch"))
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessage("no vm 'nosuch' on this host");
  }

  @Test
  void unknownMigration_isNotFound() {
    assertThatThrownBy(() -> client().migration("m9"))
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void reservationOfAnotherHost_isRefused() {
    Reservation other =
        new Reservation(
            "zz",
            TrafficClass.OUTGOING,
            BitRate.ZERO,
            BitRate.ZERO,
            false,
            BitRate.ZERO,
            List.of());

    assertThatThrownBy(() -> client().reserve(other))
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContaining("zz");
  }

  @Test
  void badRequests_areRefusedInOneLineOfJson() throws Exception {
    server.close();
    server =
        new AgentServer(
            hosts.agent("a"),
            Optional.empty(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty());

    assertThat(post("/v1/vms", "not json").statusCode()).isEqualTo(400);
    assertThat(post("/v1/vms", "not json").body())
        .contains("\"kind\":\"REFUSED\"")
        .contains("not a VmSpec");
    assertThat(post("/v1/nowhere", "{}").statusCode()).isEqualTo(404);
    assertThat(post("/v1/vms/x/dirty-rate?windowMs=soon", "").body()).contains("whole number");
  }

  @Test
  void requestBeyondTheCap_isNotReadAndHarmsNobody() throws Exception {
    server.close();
    server =
        new AgentServer(
            hosts.agent("a"),
            Optional.empty(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty());

    int code;
    try {
      code = post("/v1/vms", " ".repeat(JsonServer.MAX_REQUEST_BYTES + 10)).statusCode();
    } catch (IOException closedOnUs) {
      code = 413;
    }

    assertThat(code).isIn(400, 413);
    assertThat(post("/v1/vms", "{}").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .timeout(Duration.ofSeconds(5))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void deadAgent_isUnreachable() throws Exception {
    HttpAgentClient client = client();
    client.status();
    server.close();

    assertThatThrownBy(client::status)
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
  }

  @Test
  void restartedAgent_isReachedOverANewConnection() throws IOException {
    HttpAgentClient client = client();
    client.status();
    int port = server.port();
    server.close();
    server =
        new AgentServer(
            hosts.agent("a"),
            Optional.empty(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            Optional.of(files("agent", "ca")));

    client.done("m1");

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void missingKeyFile_isNamed() throws IOException {
    Files.writeString(keys.resolve("pw2"), "x");

    assertThatThrownBy(() -> HttpAgentClient.connect(url(), Optional.of(files("missing", "ca"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing.p12: no such file");
  }
}
