package dev.drover.sdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.calls.CallException;
import dev.drover.calls.HttpCalls;
import dev.drover.calls.TlsFiles;
import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.SdnClient;
import dev.drover.sdn.ovs.TestKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program, as a process: what cannot start says why in one line, what runs answers and ends.
 */
@Timeout(300)
class SdnMainTest {
  private static final Pattern API = Pattern.compile("API on (https?://[0-9.]+:\\d+)");

  @TempDir Path directory;

  private record End(int code, String said) {}

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SdnMain.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static End run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new End(process.waitFor(), said.strip());
    } finally {
      process.destroyForcibly();
    }
  }

  private static void assertRefused(End end, String... words) {
    assertThat(end.code()).as(end.said()).isEqualTo(2);
    assertThat(end.said()).startsWith("drover-sdn: ").contains(words).doesNotContain("\n");
  }

  private String config(int openflow, int api, String more) throws IOException {
    return Files.writeString(
            directory.resolve("sdn.yaml"),
            "openflow: 127.0.0.1:%d%napi: 127.0.0.1:%d%n%s%n".formatted(openflow, api, more))
        .toString();
  }

  @Test
  void noArgument_isRefused() throws Exception {
    assertRefused(run(), "configuration file");
  }

  @Test
  void badFile_isNamedWithItsLine() throws Exception {
    assertRefused(run(config(0, 0, "routing: ospf")), "sdn.yaml:3", "ospf");
  }

  @Test
  void portsInUse_areNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertRefused(run(config(port, 0, "")), "switches on 127.0.0.1:" + port, "in use");
      assertRefused(run(config(0, port, "")), "API calls on 127.0.0.1:" + port, "in use");
    }
  }

  @Test
  void missingKeys_areNamed() throws Exception {
    assertRefused(
        run(config(0, 0, "switchTls: {keyStore: no.p12, trustStore: no.p12, passwordFile: no}")),
        directory.resolve("no") + ": no such file");
  }

  @Test
  void controller_overTls_answersItsClientsAndEndsAtSigterm() throws Exception {
    TestKeys keys = TestKeys.make(directory.resolve("keys"));
    TlsFiles ours = keys.party("ctl");
    Process process =
        start(
            config(
                0,
                0,
                "tls: {keyStore: keys/ctl.p12, trustStore: keys/trust.p12, passwordFile: keys/password}"));
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String first = said.readLine();
      Matcher api = API.matcher(String.valueOf(first));
      assertThat(api.find()).as(first).isTrue();
      SdnClient client = new SdnClient(URI.create(api.group(1)), Optional.of(ours));

      assertThat(client.status().routing()).isEqualTo("d-r");
      client.withdraw("m-of-nobody");
      assertThatThrownBy(
              () -> client.announce(new Announcement("m1", "10.0.0.1", "10.0.0.2", 0, 1)))
          .isInstanceOfSatisfying(
              CallException.class,
              refused -> assertThat(refused.kind()).isEqualTo(CallException.Kind.REFUSED));
      SdnClient nobody = new SdnClient(URI.create(api.group(1)), Optional.empty());
      assertThatThrownBy(nobody::status)
          .isInstanceOfSatisfying(
              CallException.class,
              refused -> assertThat(refused.kind()).isEqualTo(CallException.Kind.UNREACHABLE));

      assertThat(throughABusyHost(URI.create(api.group(1)), ours).routing()).isEqualTo("d-r");

      process.destroy();
      assertThat(process.waitFor()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Asks by a port that takes connections at once, and looks at them too late for a connect. */
  private static NetworkStatus throughABusyHost(URI api, TlsFiles tls) throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                Socket in = busy.accept();
                Thread.ofVirtual().start(() -> passOn(in, api.getPort()));
              }
            } catch (IOException e) {
              // The test is over.
            }
          });
      return new HttpCalls(
              "SDN controller",
              URI.create("https://127.0.0.1:" + busy.getLocalPort()),
              HttpCalls.client(Optional.of(tls)))
          .get("/v1/network", Duration.ofMinutes(2), NetworkStatus.class);
    }
  }

  private static void passOn(Socket in, int port) {
    try (in) {
      Thread.sleep(3500);
      try (Socket out = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread.ofVirtual().start(() -> copy(in, out));
        copy(out, in);
      }
    } catch (IOException | InterruptedException e) {
      // One of the two has gone.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two has gone.
    }
  }
}
