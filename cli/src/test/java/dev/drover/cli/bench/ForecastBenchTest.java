package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.command.CommandFailure;
import dev.drover.control.result.RunResult;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForecastBenchTest {
  private static final Path MEASURED = Path.of("..", "docs", "results", "traffic-aware.csv");

  private static List<MeasuredRun> measured() {
    return MeasuredRun.read(MEASURED);
  }

  @Test
  void everyMeasuredCase_exceptOfLabsThatAreNotShippedHere_isKnown() {
    assertThat(measured())
        .filteredOn(run -> !run.name().startsWith("demo-"))
        .allSatisfy(run -> assertThat(SimulatedCase.named(run.name())).as(run.name()).isPresent());
  }

  @Test
  void caseNames_areReadAsTheyAreWritten() {
    assertThat(SimulatedCase.named("drawn7-traffic-aware-high"))
        .contains(new Case.Whole("drawn7", "traffic-aware", Optional.of(Priority.HIGH), 1));
    assertThat(SimulatedCase.named("drawn7-traffic-aware-paper"))
        .contains(new Case.Whole("drawn7", "traffic-aware-paper", Optional.empty(), 1));
    assertThat(SimulatedCase.named("single-in-out-vm-out-hybrid"))
        .contains(
            new Case.Single(
                TrafficClass.INCOMING,
                TrafficClass.OUTGOING,
                TrafficClass.OUTGOING,
                Technique.HYBRID,
                1));
    assertThat(SimulatedCase.named("drawn7-no-such-policy")).isEmpty();
  }

  @Test
  void simulatedTotalTimes_areNearTheMeasuredOnes() {
    List<MeasuredRun> known =
        measured().stream().filter(run -> SimulatedCase.named(run.name()).isPresent()).toList();
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    ForecastTable table = new ForecastBench("docs", known, 1, nowhere).table();
    assertThat(table.error().median()).isLessThan(0.08);
  }

  @ParameterizedTest
  @ValueSource(strings = {"traffic-aware", "qemu-parallel"})
  void simulatedEvacuation_hasTheFormOfAMeasuredOne(String policy) {
    RunResult run =
        SimulatedCase.simulate(new Case.Whole("drawn16", policy, Optional.empty(), 1), 1)
            .orElseThrow();
    assertThat(run.evacuation().outcome()).isEqualTo("completed");
    assertThat(run.migrations())
        .hasSize(4)
        .allSatisfy(each -> assertThat(each.vmRunsAt()).contains(each.destination()));
    assertThat(run.workloads().orElseThrow()).hasSize(6);
    assertThat(run.timeline().hosts()).containsOnlyKeys("h1", "h2", "h3");
    assertThat(run.timeline().migrations()).hasSize(4);
  }

  @Test
  void lineThatIsNoResult_isRefusedWithItsPlace(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("results.csv");
    Files.writeString(file, "head\ndemo,1,2\n");
    assertThatThrownBy(() -> MeasuredRun.read(directory))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("results.csv:2")
        .hasMessageContaining("3 columns");
  }
}
