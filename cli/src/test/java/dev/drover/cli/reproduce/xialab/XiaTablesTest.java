package dev.drover.cli.reproduce.xialab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.xialab.Cell.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How cells are judged and shown, of outcomes that nobody measured. */
final class XiaTablesTest {
  private static final Effort ONCE = new Effort(1, 1, false);
  private static final Effort THREE = new Effort(1, 3, false);
  private static final NetworksTable TABLE_1 = new NetworksTable();
  private static final WorkloadsTable TABLE_2 = new WorkloadsTable();
  private static final ModesFigure FIG_5 = new ModesFigure();

  /** All networks alike: 30 s, 200 ms, of which 5 ms are rebind; nothing lost. */
  private static Outcome outcome(Map<String, Double> other) {
    TreeMap<String, Double> measures = new TreeMap<>();
    measures.put(CellMeasures.TOTAL_TIME, 30_000.0);
    measures.put(CellMeasures.DOWNTIME, 200.0);
    measures.put(CellMeasures.FREEZE, 190.0);
    measures.put(CellMeasures.REBIND, 5.0);
    measures.put(CellMeasures.FIRST_REPLY, 2.0);
    measures.put(CellMeasures.ASKED, 1000.0);
    measures.put(CellMeasures.LOST, 0.0);
    measures.put(CellMeasures.WRONG, 0.0);
    measures.put(CellMeasures.BROKEN, 0.0);
    measures.put(CellMeasures.MEMORY, 240e6);
    measures.put(CellMeasures.DISK, 260e6);
    measures.putAll(other);
    return new Outcome(measures, List.of());
  }

  private static Outcomes outcomes(
      Figure figure, Effort effort, BiFunction<Cell, Integer, Outcome> of) {
    Map<Trial, List<Outcome>> all = new LinkedHashMap<>();
    for (Trial trial : figure.trials(effort)) {
      assertThat(trial).isInstanceOf(CellTrial.class);
      List<Outcome> runs = new ArrayList<>();
      for (int i = 0; i < effort.repetitions(); i++) {
        runs.add(of.apply(((CellTrial) trial).cell(), i));
      }
      all.put(trial, runs);
    }
    return new Outcomes(all);
  }

  /** Of one network this much else, of all others what is alike. */
  private static Outcomes with(Figure figure, Network network, Map<String, Double> other) {
    return outcomes(
        figure, ONCE, (cell, _) -> outcome(cell.network() == network ? other : Map.of()));
  }

  private static Claim claim(Finding finding, String subject) {
    return finding.claims().stream()
        .filter(each -> each.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void trials_ofTable1_areAllInTable2_andThoseOfTcpInFig5() {
    assertThat(TABLE_1.trials(ONCE)).hasSize(6);
    assertThat(TABLE_2.trials(ONCE)).hasSize(18).containsAll(TABLE_1.trials(ONCE));
    assertThat(FIG_5.trials(ONCE)).hasSize(6);
    assertThat(FIG_5.trials(ONCE)).filteredOn(TABLE_2.trials(ONCE)::contains).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"64615, 2.15, AGREES", "45000, 1.50, DIRECTION", "30000, 1.00, DIFFERS"})
  void table1_xiaBesideTcp_isJudgedByTheRatio(double ms, String ratio, Verdict verdict) {
    Outcomes outcomes = with(TABLE_1, Network.XIA_PAPER, Map.of(CellMeasures.TOTAL_TIME, ms));

    Claim claim =
        claim(TABLE_1.evaluate(ONCE, outcomes), "intra: XIA's total time in parts of TCP/IP's");

    assertThat(claim.published()).isEqualTo("2.15 times");
    assertThat(claim.reproduced()).isEqualTo(ratio + " times");
    assertThat(claim.verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "total_time_ms, 31400, total time of fast in parts of TCP/IP's, 1.047, AGREES",
    "total_time_ms, 31600, total time of fast in parts of TCP/IP's, 1.053, DIFFERS",
    "downtime_ms, 219, downtime of fast in parts of TCP/IP's, 1.095, AGREES",
    "downtime_ms, 221, downtime of fast in parts of TCP/IP's, 1.105, DIFFERS",
    "rebind_ms, 20, rebind of fast, 20.0 ms, AGREES",
    "rebind_ms, 20.2, rebind of fast, 20.2 ms, DIFFERS",
  })
  void target_isReachedOrMissed_andSaidSo(
      String measure, double value, String subject, String text, Verdict verdict) {
    Finding finding =
        TABLE_1.evaluate(ONCE, with(TABLE_1, Network.XIA_FAST, Map.of(measure, value)));

    for (String domain : List.of("intra", "inter")) {
      Claim claim = claim(finding, domain + ": " + subject);
      assertThat(claim.reproduced()).isEqualTo("calculation " + text);
      assertThat(claim.verdict()).isEqualTo(verdict);
      assertThat(claim.reason())
          .isEqualTo(verdict == Verdict.AGREES ? "" : "missed with calculation");
    }
  }

  @ParameterizedTest
  @CsvSource({"answers_lost", "answers_wrong", "connections_broken"})
  void kept_oneOfAllCells_isEnoughToDiffer(String measure) {
    Outcomes outcomes =
        outcomes(
            TABLE_2,
            ONCE,
            (cell, _) ->
                outcome(
                    cell.toString().equals("tcp inter netperf") ? Map.of(measure, 1.0) : Map.of()));

    assertThat(claim(TABLE_2.evaluate(ONCE, outcomes), KEPT).verdict()).isEqualTo(Verdict.DIFFERS);
  }

  private static final String KEPT = "answers and connections, all cells";

  @Test
  void kept_nothingLost_agrees() {
    Outcomes outcomes = outcomes(TABLE_2, ONCE, (_, _) -> outcome(Map.of()));

    Claim claim = claim(TABLE_2.evaluate(ONCE, outcomes), KEPT);

    assertThat(claim.verdict()).isEqualTo(Verdict.AGREES);
    assertThat(claim.reproduced()).isEqualTo("0 lost and 0 wrong of 18000; 0 connections broken");
  }

  @Test
  void failedCell_isSaidWithItsCause_andLeavesTheOthers() {
    Outcomes outcomes =
        outcomes(
            TABLE_1,
            ONCE,
            (cell, _) ->
                cell.toString().equals("xia-fast inter calculation")
                    ? Outcome.failed("the migration was failed: no way")
                    : outcome(Map.of()));

    Finding finding = TABLE_1.evaluate(ONCE, outcomes);

    assertThat(finding.remarks().getFirst())
        .contains("xia-fast inter calculation: the migration was failed: no way");
    assertThat(claim(finding, KEPT).verdict()).isEqualTo(Verdict.DIFFERS);
    assertThat(claim(finding, KEPT).reason()).contains("1 of 6 cells failed");
    assertThat(claim(finding, "inter: rebind of fast").verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim(finding, "intra: rebind of fast").verdict()).isEqualTo(Verdict.AGREES);
    assertThat(finding.shown().getFirst().table().rows())
        .filteredOn(row -> row.contains("failed"))
        .hasSize(1);
    assertThat(finding.data().getFirst().rows().get(5))
        .endsWith("the migration was failed: no way");
    CellRow row = TABLE_1.rows(ONCE, outcomes).get(5);
    assertThat(row.network()).isEqualTo("xia-fast");
    assertThat(row.totalTimeMs()).isEmpty();
    assertThat(row.answersLost()).isEmpty();
  }

  @Test
  void rows_ofRepetitions_areMediansAndSums() {
    Outcomes outcomes =
        outcomes(
            TABLE_1,
            THREE,
            (_, i) ->
                outcome(
                    Map.of(
                        CellMeasures.DOWNTIME,
                        List.of(400.0, 100.0, 300.0).get(i),
                        CellMeasures.LOST,
                        (double) i,
                        CellMeasures.DISK,
                        i * 1e6)));

    List<CellRow> rows = TABLE_1.rows(THREE, outcomes);

    assertThat(rows)
        .hasSize(6)
        .allSatisfy(row -> {
          assertThat(row.downtimeMs()).contains(300.0);
          assertThat(row.answersLost()).contains(3L);
          assertThat(row.bytes()).contains(241_000_000L);
          assertThat(row.workload()).isEqualTo("calculation");
        });
    assertThat(rows.stream().map(row -> row.network() + " " + row.domain()))
        .containsExactly(
            "tcp intra",
            "xia-paper intra",
            "xia-fast intra",
            "tcp inter",
            "xia-paper inter",
            "xia-fast inter");
  }

  @Test
  void table2_showsWhatIsPublishedBesideEachCell() {
    Outcomes outcomes = outcomes(TABLE_2, ONCE, (_, _) -> outcome(Map.of()));

    Finding finding = TABLE_2.evaluate(ONCE, outcomes);

    assertThat(finding.shown().getFirst().table().rows())
        .filteredOn(row -> row.subList(0, 3).equals(List.of("XIA, paper", "inter", "dbench")))
        .singleElement()
        .satisfies(
            row -> assertThat(row.subList(3, 7)).containsExactly("13 min", "1.5 s", "30.0", "200"));
    assertThat(finding.plots())
        .hasSize(2)
        .allSatisfy(plot -> assertThat(plot.svg()).doesNotContain("NaN"));
    assertThat(claim(finding, "intra: XIA's downtime with netperf in parts of calculation's"))
        .satisfies(claim -> assertThat(claim.published()).isEqualTo("1.42 times"))
        .satisfies(claim -> assertThat(claim.verdict()).isEqualTo(Verdict.DIFFERS));
  }

  @ParameterizedTest
  @CsvSource({"60000, AGREES", "30100, DIFFERS"})
  void fig5_relayBesideQemusOwn_isJudgedByWhetherItTakesLonger(double ms, Verdict verdict) {
    Outcomes outcomes = with(FIG_5, Network.RELAY, Map.of(CellMeasures.TOTAL_TIME, ms));

    assertThat(
            claim(
                    FIG_5.evaluate(ONCE, outcomes),
                    "dbench: total time through programs in parts of QEMU's own")
                .verdict())
        .isEqualTo(verdict);
  }
}
