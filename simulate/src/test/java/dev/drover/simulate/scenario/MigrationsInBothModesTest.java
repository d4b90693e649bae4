package dev.drover.simulate.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.scenario.file.ScenarioFile;
import dev.drover.yaml.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same migrations over a fluid network and over packets, 128 MiB at 1 Gbit/s. */
final class MigrationsInBothModesTest {
  /** Acknowledgements are not held back so long that it shows. */
  private static final String PROMPT = "tcp={delayedTimeout: 1ms}";

  private static RunSpec scenario(String... settings) {
    return ScenarioFile.read(
        Path.of("../scenarios/simulate/techniques.yaml"),
        Arrays.stream(settings).map(setting -> Setting.parse("--set", setting)).toList());
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  /**
   * Cold, pre-copy, post-copy and hybrid, one after the other, without delayed acknowledgements.
   * Left are slow start and what is sent again.
   */
  @Test
  void eachTechnique_alone_takesTheSameTimeAndBytes() {
    RunSpec spec = scenario(PROMPT);
    List<MigrationResult> packets = Simulation.run(spec).ended();
    List<MigrationResult> fluid = Simulation.run(spec.withNetwork(NetworkMode.FLUID)).ended();

    assertThat(packets).hasSize(4);
    for (int i = 0; i < 4; i++) {
      MigrationResult packet = packets.get(i);
      MigrationResult flow = fluid.get(i);
      assertThat(millis(packet.totalTime()) / millis(flow.totalTime()))
          .as("total time of %s", packet.vm())
          .isBetween(1.0, 1.005);
      assertThat(millis(packet.downtime()) - millis(flow.downtime()))
          .as("downtime of %s", packet.vm())
          .isBetween(-0.1, 2.0);
      assertThat(packet.traffic().wire().count() / (double) flow.traffic().wire().count())
          .as("bytes of %s", packet.vm())
          .isBetween(1.0, 1.01);
      assertThat(packet.rounds()).hasSameSizeAs(flow.rounds());
    }
  }

  /**
   * A receiver holds the acknowledgement of an odd last segment back for up to 40 ms, and whoever
   * waits for it stands: at the end of a round, and of the stop-and-copy. The fluid acknowledges at
   * once.
   */
  @Test
  void delayedAcknowledgements_costARoundFortyMilliseconds() {
    RunSpec spec = scenario();
    List<MigrationResult> packets = Simulation.run(spec).ended();
    List<MigrationResult> fluid = Simulation.run(spec.withNetwork(NetworkMode.FLUID)).ended();

    for (int i = 0; i < 4; i++) {
      double late = millis(packets.get(i).totalTime()) - millis(fluid.get(i).totalTime());
      int waits = 1 + packets.get(i).rounds().size();
      assertThat(late).as(packets.get(i).vm()).isBetween(0.0, 40.0 * waits + 6);
    }
    assertThat(packets.stream().mapToDouble(m -> millis(m.totalTime())).sum())
        .isGreaterThan(fluid.stream().mapToDouble(m -> millis(m.totalTime())).sum() + 35);
  }

  /**
   * Two share the source's link, then one has it: both are done at the same time in either network.
   * TCP does not halve the link, which moves the end of each.
   */
  @Test
  void twoOfEachTechnique_inParallel_areDoneAtTheSameTime() {
    for (String technique : List.of("stop-and-copy", "pre-copy", "post-copy", "hybrid")) {
      RunSpec spec =
          scenario(
              PROMPT,
              "migrations=[{vm: cold, destination: h2, technique: "
                  + technique
                  + "}, {vm: pre, destination: h2, technique: "
                  + technique
                  + "}]");
      RunResult packets = Simulation.run(spec);
      RunResult fluid = Simulation.run(spec.withNetwork(NetworkMode.FLUID));

      for (int i = 0; i < 2; i++) {
        assertThat(
                millis(packets.ended().get(i).totalTime())
                    / millis(fluid.ended().get(i).totalTime()))
            .as("%s, the %d. of two", technique, i + 1)
            .isBetween(0.9, 1.1);
      }
      assertThat(
              millis(packets.totalTime().orElseThrow()) / millis(fluid.totalTime().orElseThrow()))
          .as(technique)
          .isBetween(0.98, 1.02);
    }
  }
}
