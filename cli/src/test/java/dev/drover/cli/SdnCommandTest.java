package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.SdnConfig;
import dev.drover.sdn.SdnDaemon;
import dev.drover.sdn.control.ControllerSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SdnCommandTest {
  @TempDir private Path directory = Path.of("");

  private record Run(int code, String err) {}

  private static Run run(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printer = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code = Main.run(List.of(arguments), printer, printer);
    return new Run(code, err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          sdn | missing word: run, topology, paths or stats; see 'drover sdn --help'
          sdn run | missing required parameter: 'CONFIG.yaml'; see 'drover sdn run --help'
          sdn run /nowhere.yaml | /nowhere.yaml: no such file; name an existing controller configuration file
          sdn paths --controller ftp://10.99.0.1 | 'ftp://10.99.0.1' is not the URL of an SDN controller; write one such as https://10.99.0.11:7443
          sdn topology --svg /nowhere/at/all.svg | --svg /nowhere/at/all.svg: directory /nowhere/at is missing or not writable; make it, or name another
          """)
  void badInput_isOneLineAndTwo(String arguments, String line) {
    Run run = run(arguments.split(" "));

    assertThat(run.err()).isEqualTo("drover: " + line + "\n");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void silentController_isOneLineAndOne() {
    Run run = run("sdn", "stats", "--controller", "http://127.0.0.1:1");

    assertThat(run.err())
        .startsWith("drover: SDN controller http://127.0.0.1:1 cannot be reached")
        .hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void inventory_withoutAController_saysWhatToDo() throws Exception {
    Path inventory =
        Files.writeString(
            directory.resolve("inventory.yaml"),
            """
            hosts:
              - {name: h1, agent: "http://127.0.0.1:1"}
            directory: control
            """);

    Run run = run("sdn", "topology", "--inventory", inventory.toString());

    assertThat(run.err()).contains("names no 'network'", "--controller URL").hasLineCount(1);
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void controller_thatRuns_isShownEitherWay() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Path picture = directory.resolve("network.svg");
    try (SdnDaemon daemon =
        new SdnDaemon(
            new SdnConfig(
                any, any, Optional.empty(), Optional.empty(), ControllerSettings.standard()))) {
      String url = "http://127.0.0.1:" + daemon.apiPort();
      Path inventory =
          Files.writeString(
              directory.resolve("inventory.yaml"),
              """
              hosts:
                - {name: h1, agent: "http://127.0.0.1:1"}
              directory: control
              network: "%s"
              """
                  .formatted(url));

      assertThat(run("sdn", "topology", "--controller", url, "--svg", picture.toString()))
          .isEqualTo(new Run(0, ""));
      assertThat(picture).content(StandardCharsets.UTF_8).contains("Routing d-r", "</svg>");
      assertThat(run("sdn", "paths", "--json", "--inventory", inventory.toString()))
          .isEqualTo(new Run(0, ""));
    }
  }
}
