package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.bench.RoundCase.Writer;
import dev.drover.cli.report.SampleRuns;
import dev.drover.control.result.ResultFile;
import dev.drover.decide.bandwidth.RoundBandwidths;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundsPageTest {
  @TempDir private Path directory = Path.of("");

  private static RoundFigures figures(double seconds, double downtimeMs) {
    return new RoundFigures(
        1000 * seconds, downtimeMs, downtimeMs + 30, 4.5, 3 << 20, 200 << 20, 6, 55e6);
  }

  @Test
  void markdown_threeTurns_givesMeansIntervalsAndPairedDifferences() {
    Map<RoundCase, RoundFigures> measured = new HashMap<>();
    double[] pca = {10, 12, 14};
    double[] bda = {11, 12.6, 14.7};
    for (int i = 0; i < 3; i++) {
      measured.put(new RoundCase(Writer.COMPILE, RoundCase.PCA, i + 1), figures(pca[i], 100));
      measured.put(new RoundCase(Writer.COMPILE, RoundCase.BDA, i + 1), figures(bda[i], 90));
    }

    List<String> lines = new RoundsPage("2 cores", measured, 3).markdown().lines().toList();

    assertThat(lines)
        .contains(
            "| `xen-default` | 12.0 ± 5.0 |  | 100 ± 0 |  | 130 ± 0 | 4.5 ± 0.0 | 3.0 ± 0.0 | 200 ± 0 | 6.0 ± 0.0 | 55 ± 0 | 3 |")
        .contains(
            "| `bda` | 12.8 ± 4.6 | +6.7 ± 7.2 % | 90 ± 0 | −10.0 ± 0.0 % | 120 ± 0 | 4.5 ± 0.0 | 3.0 ± 0.0 | 200 ± 0 | 6.0 ± 0.0 | 55 ± 0 | 3 |")
        .contains("| `unlimited` | – | – | – | – | – | – | – | – | – | – | 0 |")
        .contains("| total time, KCS (Fig. 5) | −9.51 % | +6.7 ± 7.2 % |")
        .contains("| downtime, IKCS (Fig. 4) | −1.66 % | – |");
    assertThat(lines).noneMatch(line -> line.startsWith("## Steady"));
  }

  @Test
  void cases_ofAWriter_takeTurns() {
    List<RoundCase> cases = RoundCase.of(Writer.STEADY, 2);

    assertThat(cases).hasSize(2 * RoundCase.BANDWIDTHS.size()).doesNotHaveDuplicates();
    assertThat(cases.subList(0, RoundCase.BANDWIDTHS.size()))
        .allMatch(one -> one.repetition() == 1)
        .extracting(RoundCase::bandwidth)
        .isEqualTo(RoundCase.BANDWIDTHS)
        .allSatisfy(name -> assertThat(RoundBandwidths.named(name)).isNotNull());
    assertThat(cases.stream().map(RoundCase::file)).doesNotHaveDuplicates();
  }

  @Test
  void measured_ofADirectory_isAllThatItHoldsWhateverWasAskedFor() throws Exception {
    RoundCase first = new RoundCase(Writer.STEADY, RoundCase.PCA, 1);
    RoundCase seventh = new RoundCase(Writer.COMPILE, RoundCase.BDA, 7);
    Path raw = Files.createDirectories(directory.resolve("raw"));
    for (RoundCase one : List.of(first, seventh)) {
      ResultFile.write(
          raw.resolve(one.file() + ".json"), ResultFile.json(SampleRuns.file().runs().getFirst()));
    }

    assertThat(RoundsBench.measured(directory)).containsOnlyKeys(first, seventh);
  }

  @ParameterizedTest
  @EnumSource(Writer.class)
  void lab_ofEveryWriter_isAValidLabWhoseVmWritesSo(Writer writer) {
    LabFile file = LabFile.parse(RoundsBench.lab(writer), "bench");

    assertThat(file.vm("vm").workload().writer().map(Workload.MemoryWriter::writes))
        .map(Workload.Writes::toString)
        .isEqualTo(Optional.of(writer.toString()));
  }
}
