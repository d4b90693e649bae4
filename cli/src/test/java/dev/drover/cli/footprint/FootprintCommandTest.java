package dev.drover.cli.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.file.LabFile;
import dev.drover.model.unit.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class FootprintCommandTest {
  @TempDir private Path folder = Path.of("");

  private static FootprintCommand command(String... words) {
    FootprintCommand command = new FootprintCommand();
    new CommandLine(command).registerConverter(Duration.class, Durations::parse).parseArgs(words);
    return command;
  }

  @Test
  void call_moreFlowsThanAddresses_isRefusedBeforeAnythingIsDone() {
    assertThatThrownBy(() -> command("--flows", "10,70000").call())
        .hasMessage("--flows 70000 must be from 1 to 60000");
  }

  @Test
  void command_defaultsAndOthers_tellsWhatMakesThePageAgain() {
    assertThat(command("--json", "x.json").command())
        .isEqualTo("./drover bench footprint --page docs/results/footprint.md");
    assertThat(command("--repetitions=1", "--flows=5", "--time=10s").command())
        .isEqualTo(
            "./drover bench footprint --repetitions 1 --flows 5 --time 10s --page"
                + " docs/results/footprint.md");
  }

  @Test
  void labs_ofBothKinds_areOnesThatALabCanBeMadeOf() throws Exception {
    for (boolean placement : new boolean[] {true, false}) {
      Path file = folder.resolve("lab.yaml");
      Files.writeString(file, FootprintLab.yaml("footprint", placement));
      LabFile lab = LabFile.read(file);
      assertThat(lab.placement().isPresent()).isEqualTo(placement);
      assertThat(lab.vms().stream().map(LabFile.GuestVm::name))
          .containsExactlyElementsOf(FootprintLab.VMS);
    }
  }

  @Test
  void peers_ofAnyNumber_haveAddressesOfTheirOwn() throws Exception {
    assertThat(PeerTraffic.address(0).getHostAddress()).isEqualTo("10.88.0.1");
    assertThat(PeerTraffic.address(999).getHostAddress()).isEqualTo("10.88.3.232");
    assertThat(PeerTraffic.address(PeerTraffic.MOST - 1).getHostAddress()).startsWith("10.88.");
  }
}
