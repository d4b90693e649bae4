package dev.drover.cli.reproduce.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.routing.RouteDeciders;
import dev.drover.lab.file.LabFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FabricLabTest {
  @TempDir private Path folder = Path.of("");

  static List<String> routings() {
    return RouteDeciders.names();
  }

  @ParameterizedTest
  @MethodSource("routings")
  void files_ofEveryLab_areOnesThatALabCanBeMadeOf(String routing) throws IOException {
    assertThat(vms(FabricLab.empty(routing))).isEmpty();
    assertThat(vms(FabricLab.withThreeVms(routing))).containsExactly("vm-1", "vm-2", "vm-3");
    assertThat(vms(FabricLab.withWriter(routing))).containsExactly("vm");
  }

  private List<String> vms(String yaml) throws IOException {
    LabFile lab = LabFile.read(Files.writeString(folder.resolve("lab.yaml"), yaml));
    assertThat(lab.name()).isEqualTo(FabricLab.NAME);
    assertThat(lab.switches()).hasSize(5);
    return lab.vms().stream().map(LabFile.GuestVm::name).toList();
  }
}
