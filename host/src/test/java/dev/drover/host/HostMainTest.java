package dev.drover.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, as a process: what cannot start says why in one line. */
class HostMainTest {
  @TempDir Path directory;

  private record End(int code, String said) {}

  private End run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HostMain.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new End(process.exitValue(), said.strip());
    } finally {
      process.destroyForcibly();
    }
  }

  private void assertRefused(End end, String... words) {
    assertThat(end.code()).as(end.said()).isEqualTo(2);
    assertThat(end.said()).startsWith("drover-agent: ").contains(words).doesNotContain("\n");
  }

  private String config(String listen, String nic) throws IOException {
    return Files.writeString(
            directory.resolve("agent.yaml"),
            """
            host: h1
            directory: %s
            listen: %s
            dataAddress: 10.77.0.1
            nic: {device: %s, bridge: br0, rate: 200Mbit/s, buffer: 256KiB}
            memory: 2GiB
            accelerator: tcg
            """
                .formatted(directory.resolve("state"), listen, nic))
        .toString();
  }

  @Test
  void noArgument_isRefused() throws Exception {
    assertRefused(run(), "configuration file");
  }

  @Test
  void missingFile_isNamed() throws Exception {
    assertRefused(run("/none/agent.yaml"), "/none/agent.yaml: no such file");
  }

  @Test
  void portInUse_isNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + taken.getLocalPort();

      assertRefused(run(config(listen, "nic0")), listen, "in use");
    }
  }

  @Test
  void missingNic_isNamed() throws Exception {
    assertRefused(run(config("127.0.0.1:0", "nosuch0")), "nosuch0");
  }

  @Test
  void badListenAddress_isNamed() throws Exception {
    assertRefused(run(config("nowhere", "nic0")), "listen 'nowhere'");
  }
}
