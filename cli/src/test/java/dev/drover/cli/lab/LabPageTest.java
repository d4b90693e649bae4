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
        List.of(new LabStatus.HostState("h1", "10.77.0.1", LabStatus.HostState.Agent.RUNS)),
        List.of(),
        List.of(new LabStatus.ClientState("c1", "10.77.2.1", true)),
        List.of(
            new LabStatus.VmState("web", "10.77.1.1", "outgoing", List.of("h1", "h2"), silence)),
        Optional.empty());
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
    assertThat(lab.well()).isFalse();
  }

  @Test
  void well_everythingRuns_isTrue() {
    assertThat(lab(true, Optional.of(Duration.ofMillis(9))).well()).isTrue();
    assertThat(lab(false, Optional.of(Duration.ofMillis(9))).well()).isFalse();
  }

  @Test
  void render_fabricWithoutVms_showsWhatEverySwitchDoes() {
    LabStatus lab =
        new LabStatus(
            "wide",
            Path.of("/run/drover/labs/wide"),
            true,
            List.of(
                new LabStatus.HostState("h1", "10.77.0.1", LabStatus.HostState.Agent.NOT_NEEDED)),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(
                new LabStatus.FabricState(
                    "d-r",
                    true,
                    List.of(
                        new LabStatus.SwitchState("s1", 1, true, true),
                        new LabStatus.SwitchState("s2", 2, true, false),
                        new LabStatus.SwitchState("s3", 3, false, false)))));

    assertThat(LabPage.render(lab, new Screen(false, 100, false, false)))
        .containsExactly(
            "Lab wide in /run/drover/labs/wide",
            "",
            "node  address    process",
            "----  ---------  ----------------",
            "h1    10.77.0.1  no VMs, no agent",
            "",
            "Routes are chosen by d-r.",
            "switch  datapath  process",
            "------  --------  -------------------",
            "s1             1  connected",
            "s2             2  runs, not connected",
            "s3             3  does not run",
            "",
            "It has no VMs.");
    assertThat(lab.well()).isFalse();
  }

  @Test
  void render_routers_saysWhetherTheirEdgeAgentsRun() {
    LabStatus lab =
        new LabStatus(
            "wan",
            Path.of("/run/drover/labs/wan"),
            true,
            List.of(),
            List.of(
                new LabStatus.RouterState("r1", "ad1", "10.77.1.0/24", true),
                new LabStatus.RouterState("r2", "ad2", "10.77.2.0/24", false)),
            List.of(),
            List.of(),
            Optional.empty());

    assertThat(LabPage.render(lab, new Screen(false, 100, false, false)))
        .contains(
            "r1    10.77.1.0/24  edge agent runs", "r2    10.77.2.0/24  edge agent does not run");
    assertThat(lab.well()).isFalse();
  }
}
