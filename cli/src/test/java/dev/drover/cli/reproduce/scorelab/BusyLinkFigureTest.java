package dev.drover.cli.reproduce.scorelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.lab.file.LabFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the figure is judged and shown, on migrations that nobody made. */
final class BusyLinkFigureTest {
  private static final Effort EFFORT = new Effort(1, false);
  private static final LoadCase IDLE = new LoadCase(0, LoadCase.Way.PLAIN);
  private static final LoadCase FULL = new LoadCase(100, LoadCase.Way.PLAIN);

  @TempDir private Path folder = Path.of("");

  @Test
  void lab_file_isOneThatALabCanBeMadeOf() throws IOException {
    LabFile lab = LabFile.read(Files.writeString(folder.resolve("lab.yaml"), BusyLab.yaml()));
    assertThat(lab.name()).isEqualTo(BusyLab.NAME);
    assertThat(lab.probing().toMillis()).isEqualTo(BusyLab.PROBING_MS);
  }

  @Test
  void background_ofAllOfTheLink_fillsItWithItsHeaders() {
    assertThat(LoadTrial.datagrams(100) * 1490 * 8 / (BusyLab.RATE * 1e6)).isBetween(0.999, 1.001);
  }

  @Test
  void outcome_ofMigrations_tellsThemAgainInTheirOrder() {
    LoadMigration gone = notEnded(FULL);
    List<LoadMigration> all = List.of(ended(FULL, 9.5, 30), ended(IDLE, 3, 20), gone);
    assertThat(LoadMigration.of(LoadMigration.outcome(all))).isEqualTo(all);
  }

  /** A tenth is not sent, and as much is lost. */
  @Test
  void background_thatWasHeldBackAndLost_isAPartOfAllThatItWasToSend() {
    LoadCase half = new LoadCase(50, LoadCase.Way.PLAIN);
    double wanted = LoadTrial.datagrams(50) * 10;
    LoadMigration migration =
        new LoadMigration(half, true, true, 4, 300, 300, 40, 4, 10, wanted * 0.9, wanted * 0.1);
    assertThat(migration.backgroundLost()).isBetween(19.9, 20.1);
  }

  /** Published: 3.18 times. */
  @ParameterizedTest
  @CsvSource({"3.0, AGREES", "2.0, DIRECTION", "1.0, DIFFERS"})
  void totalTime_isJudgedByHowManyTimesThatWithoutLoad(double times, Verdict verdict) {
    Claim claim = claim(evaluate(times, false), "Fig. 4b: total time, full load");
    assertThat(claim.verdict()).isEqualTo(verdict);
    assertThat(claim.published()).isEqualTo("2.94 s → 9.34 s: 3.18 times");
    assertThat(claim.reason()).isEmpty();
  }

  @Test
  void migrationsThatDidNotEnd_areSaidAndInNoMean() {
    Finding finding = evaluate(3.0, true);
    assertThat(claim(finding, "Fig. 4b: total time, full load").reason())
        .isEqualTo("1 of 3 did not end; the mean is of the others");
    assertThat(finding.shown().getFirst().table().rows().get(6)).contains("2 of 3");
    assertThat(finding.data().getFirst().rows())
        .filteredOn(row -> row.get(5).equals("no"))
        .singleElement()
        .satisfies(row -> assertThat(row.get(6)).isEmpty());
    assertThat(finding.plots()).allSatisfy(plot -> assertThat(plot.svg()).doesNotContain("NaN"));
  }

  @Test
  void spread_largerFromSeventyPercentOn_agrees() {
    assertThat(claim(evaluate(3.0, false), "Fig. 4b: spread of the total time").verdict())
        .isEqualTo(Verdict.AGREES);
  }

  @Test
  void histogram_partsOfAllBins_areAHundredPercentTogether() {
    String svg = LoadPlots.histogram(List.of(40.0, 41.0, 44.5, 52.0));
    assertThat(svg).contains("40–42: 50<", "44–46: 25<", "52–54: 25<");
  }

  private static Claim claim(Finding finding, String subject) {
    return finding.claims().stream()
        .filter(claim -> claim.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private static Finding evaluate(double times, boolean oneMissing) {
    List<LoadMigration> all = new ArrayList<>();
    for (LoadCase point : LoadCase.all()) {
      double middle = 4 * (1 + (times - 1) * point.percent() / 100);
      double apart = point.percent() >= 70 ? 2 : 1;
      all.add(ended(point, middle - apart, 20));
      all.add(ended(point, middle + apart, 20));
    }
    if (oneMissing) {
      all.add(notEnded(FULL));
    }
    BusyLinkFigure figure = new BusyLinkFigure();
    return figure.evaluate(
        EFFORT,
        new Outcomes(
            Map.of(figure.trials(EFFORT).getFirst(), List.of(LoadMigration.outcome(all)))));
  }

  private static LoadMigration ended(LoadCase point, double seconds, double downtime) {
    return new LoadMigration(
        point, true, true, seconds, downtime, downtime + 5, 40 + seconds, 4, 10, 5000, 10);
  }

  private static LoadMigration notEnded(LoadCase point) {
    double none = Double.NaN;
    return new LoadMigration(point, false, false, none, none, none, none, none, none, none, none);
  }
}
