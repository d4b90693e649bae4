package dev.drover.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.terminal.Screen;
import dev.drover.lab.LabStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LabPageTest {
  private static LabStatus lab(boolean complete, Optional<Duration> silence) {
    return new LabStatus(
        "demo",
        Path.of("/run/drover/labs/demo"),
        complete,
        List.of(new LabStatus.HostState("h1", "10.77.0.1", true)),
        List.of(new LabStatus.ClientState("c1", "10.77.2.1", true)),
        List.of(
            new LabStatus.VmState("web", "10.77.1.1", "outgoing", List.of("h1", "h2"), silence)));
  }

  @Test
  void render_silentVm_saysForHowLong() {
    LabStatus lab = lab(true, Optional.of(Duration.ofSeconds(3)));
    assertThat(LabPage.render(lab, new Screen(false, 100, false, false)))
        .containsExactly(
            "Lab demo in /run/drover/labs/demo",
            "",
            "node  address    process",
            "----  ---------  -------------",
            "h1    10.77.0.1  agent runs",
            "c1    10.77.2.1  observer runs",
            "",
            "VM   address    workload  on      probe",
            "---  ---------  --------  ------  ---------------",
            "web  10.77.1.1  outgoing  h1, h2  silent for 3.0s");
    assertThat(LabPage.well(lab)).isFalse();
  }

  @Test
  void well_everythingRuns_isTrue() {
    assertThat(LabPage.well(lab(true, Optional.of(Duration.ofMillis(9))))).isTrue();
    assertThat(LabPage.well(lab(false, Optional.of(Duration.ofMillis(9))))).isFalse();
  }
}
