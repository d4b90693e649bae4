package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.file.LabFile;
import dev.drover.model.Priority;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DrawnScenarioTest {
  @Test
  void anySeed_isAValidLab_withSomebodyUrgentAndSomebodyPatient() {
    Set<String> drawn = new HashSet<>();
    for (long seed = 1; seed <= 500; seed++) {
      String yaml = DrawnScenario.lab(seed);
      LabFile lab = LabFile.parse(yaml, "seed " + seed);
      assertThat(lab.name()).isEqualTo(DrawnScenario.name(seed));
      List<Priority> leaving =
          lab.vms().stream().filter(vm -> vm.host().equals("h1")).map(vm -> vm.priority()).toList();
      assertThat(leaving).as(yaml).hasSize(4).contains(Priority.HIGH, Priority.LOW);
      drawn.add(yaml.substring(yaml.indexOf('\n')));
    }
    assertThat(drawn).hasSize(500);
  }

  @Test
  void sameSeed_drawsTheSame() {
    assertThat(DrawnScenario.lab(7)).isEqualTo(DrawnScenario.lab(7));
  }
}
