package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.simulate.scenario.NetworkMode;
import dev.drover.simulate.scenario.file.ScenarioFile;
import dev.drover.yaml.Setting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModesPageTest {
  @Test
  void page_hasARowForEachMigrationAndTransfer() {
    ModesPair pair =
        ModesPair.run(
            ScenarioFile.read(
                Path.of("../scenarios/simulate/techniques.yaml"),
                List.of(Setting.parse("--set", "vms.*.memory=4MiB"))));
    TransferErrors errors = new TransferErrors(-0.012, 0.034, 0.056, 0.078);
    TransferErrors chance = new TransferErrors(0, 0, 0.009, 0.091);
    ModesBench.Tree tree = new ModesBench.Tree(16, "5–50 MB", true, 3, errors, chance, 1.25, 0.01);

    String page = new ModesPage("a machine", List.of(pair), List.of(tree)).markdown();

    assertThat(pair.packet().result().network()).isEqualTo(NetworkMode.PACKET);
    assertThat(pair.fluid().result().network()).isEqualTo(NetworkMode.FLUID);
    assertThat(page)
        .contains(
            "| techniques | cold | stop-and-copy |",
            "| techniques | pre | pre-copy |",
            "| techniques | post | post-copy |",
            "| techniques | both | hybrid |",
            "| 16 | 5–50 MB | yes | 3 | −1.2 % | +3.4 % | 5.6 % | 7.8 % | 0.9 % | 9.1 % | 1.25 s |")
        .doesNotContain("NaN");
    assertThat(page.lines().filter(line -> line.startsWith("| ")))
        .allSatisfy(line -> assertThat(line).endsWith("|"));
  }
}
