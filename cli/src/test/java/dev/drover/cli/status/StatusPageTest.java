package dev.drover.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.ControlStatus;
import dev.drover.control.execute.RecoveryReport;
import dev.drover.control.observe.Observation;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StatusPageTest {
  private static final BitRate NIC = BitRate.ofMegabitsPerSecond(200);
  private static final Traffic LOAD =
      new Traffic(BitRate.ofMegabitsPerSecond(2), BitRate.ofMegabitsPerSecond(150));

  @Test
  void render_hostsMigrationsAndTroubles_showsThemAll() {
    Bytes memory = Bytes.ofMebibytes(2048);
    Observation seen =
        new Observation(
            0,
            new Cluster(
                List.of(new HostObservation("h1", memory, memory, NIC, LOAD, LOAD)), List.of()),
            new TreeMap<>(
                Map.of(
                    "h1",
                    new HostStatus(
                        "h1",
                        "10.77.0.1",
                        memory,
                        memory,
                        NIC,
                        LOAD,
                        LOAD,
                        "QEMU 7.2.22 (tcg)",
                        List.of()))),
            new TreeMap<>(Map.of("h2", "connection refused")),
            List.of("vm web runs on h1 and h2"));
    MigrationStatus migration =
        new MigrationStatus(
            "x-db",
            "db",
            "h1",
            "h2",
            Technique.HYBRID,
            0,
            List.of(new MigrationStatus.PhaseEntry("pre-copy", 10)),
            List.of(),
            List.of(),
            List.of(),
            Bytes.ZERO,
            Duration.ofMillis(1500),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty());
    ControlStatus now =
        new ControlStatus(
            seen,
            List.of(migration),
            List.of(
                new RecoveryReport.Recovered("shop", "x-shop", "left behind", Optional.of("h1"))),
            false);
    assertThat(new StatusPage(new Screen(false, 200, false, false)).render(now))
        .containsExactly(
            "host        NIC  in  out  traffic   memory  free  VMs  hypervisor",
            "----  ---------  --  ---  --------  ------  ----  ---  -----------------------------",
            "h1    200Mbit/s  1%  75%  outgoing    2GiB  2GiB    0  QEMU 7.2.22 (tcg)",
            "h2                                                     no answer: connection refused",
            "",
            "No VM runs.",
            "",
            "migration of  from  to  technique  phase     round  sent  remaining  rate  so far",
            "------------  ----  --  ---------  --------  -----  ----  ---------  ----  ------",
            "db            h1    h2  hybrid     pre-copy                                  1.5s",
            "vm shop: left behind; it runs on h1",
            "conflict: vm web runs on h1 and h2");
  }
}
