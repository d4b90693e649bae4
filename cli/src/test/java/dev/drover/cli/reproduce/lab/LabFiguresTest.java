package dev.drover.cli.reproduce.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Trace;
import dev.drover.cli.reproduce.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How measured figures are judged and shown, on outcomes that nobody measured. */
final class LabFiguresTest {
  private static final Effort EFFORT = new Effort(3, false);

  @ParameterizedTest
  @CsvSource({"284, AGREES", "240, DIRECTION", "95, DIFFERS"})
  void transfers_areJudgedByHowManyTimesTheStaticCase(double dynamic, Verdict verdict) {
    Finding finding =
        new LabTransfersFigure()
            .evaluate(
                EFFORT, outcomes(new LabTransfersFigure(), trial -> transfers(trial, dynamic)));
    assertThat(finding.claims().stream().map(Claim::verdict))
        .containsExactly(Verdict.AGREES, verdict, verdict);
    assertThat(finding.plots().getFirst().svg()).contains("4→1", "6→3");
    assertThat(finding.data()).hasSize(3);
  }

  private static List<Outcome> transfers(Trial trial, double dynamic) {
    double together = trial.label().endsWith("d-r") ? dynamic : 94;
    List<Trace> traces =
        List.of("4-1", "5-2", "6-3").stream()
            .map(name -> new Trace(name, List.of(new Trace.Sample(0, together / 3))))
            .toList();
    return DoubleStream.of(-1, 0, 1)
        .mapToObj(off ->
            outcome(
                traces,
                TransfersTrial.TOGETHER,
                together + off,
                TransfersTrial.SLOWEST,
                together / 4,
                MigrationsTrial.TOTAL_TIME,
                20.0,
                MigrationsTrial.TRAFFIC,
                500.0))
        .toList();
  }

  /** E-N saves 2 s beside background by every repetition, and now nothing, now something, alone. */
  @Test
  void totalTimes_areComparedByRepetition_besideSimulatedOnesThatAreSaidToBe() {
    LabTotalTimeFigure figure = new LabTotalTimeFigure();
    Finding finding = figure.evaluate(EFFORT, outcomes(figure, LabFiguresTest::times));
    assertThat(finding.claims().stream().map(Claim::verdict))
        .containsExactly(
            Verdict.UNDECIDED, Verdict.DIRECTION, Verdict.UNPUBLISHED, Verdict.DIRECTION);
    assertThat(finding.claims().getLast().reproduced())
        .isEqualTo("2.00 (2.00–2.00) s less (simulated: 0.00 s)");
    assertThat(finding.plots().getFirst().svg()).contains("measured in the lab", "simulated");
    assertThat(finding.shown().getFirst().table().head()).contains("simulated: total time, s");
    assertThat(finding.data().getFirst().rows()).hasSize(16);
    assertThat(finding.remarks().getFirst()).contains("took 5 (5–5) rounds instead of 5 (5–5)");
  }

  private static List<Outcome> times(Trial trial) {
    if (!(trial instanceof MeasuredTrial)) {
      return List.of(times("", 10), times("", 10), times("", 10));
    }
    return DoubleStream.of(-1, 1, 2)
        .mapToObj(gain -> {
          TreeMap<String, Double> measures = new TreeMap<>();
          measures.putAll(times("alone_standard_", 12).measures());
          measures.putAll(times("alone_e_n_", 12 - gain).measures());
          measures.putAll(times("background_standard_", 20).measures());
          measures.putAll(times("background_e_n_", 18).measures());
          return new Outcome(measures, List.of());
        })
        .toList();
  }

  private static Outcome times(String prefix, double seconds) {
    return outcome(
        List.of(),
        prefix + TimeMeasures.TOTAL_TIME,
        seconds,
        prefix + TimeMeasures.DOWNTIME,
        0.2,
        prefix + TimeMeasures.ROUNDS,
        5.0,
        prefix + TimeMeasures.TRAFFIC,
        150.0,
        prefix + TimeMeasures.IDLE,
        0.5);
  }

  private static Outcomes outcomes(Figure figure, Function<Trial, List<Outcome>> of) {
    Map<Trial, List<Outcome>> all = new LinkedHashMap<>();
    figure.trials(EFFORT).forEach(trial -> all.put(trial, of.apply(trial)));
    return new Outcomes(all);
  }

  private static Outcome outcome(List<Trace> traces, Object... namesAndValues) {
    TreeMap<String, Double> measures = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      measures.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
    }
    return new Outcome(measures, traces);
  }
}
