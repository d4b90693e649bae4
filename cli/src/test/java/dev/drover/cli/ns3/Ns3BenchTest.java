package dev.drover.cli.ns3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.cli.ns3.Agreement.Verdict;
import dev.drover.cli.ns3.PeerRun.FlowRun;
import dev.drover.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class Ns3BenchTest {
  /** Remembers what it was given; every run sends 1000 hop-packets in a time of its own. */
  private static final class Fake implements Contender {
    private final List<String> cases = new ArrayList<>();
    private final double wallSeconds;
    private final double seconds;
    private final long drops;

    Fake(double wallSeconds, double seconds, long drops) {
      this.wallSeconds = wallSeconds;
      this.seconds = seconds;
      this.drops = drops;
    }

    @Override
    public PeerRun run(PeerCase one) {
      cases.add(one.text());
      return new PeerRun(
          seconds, 1000, drops, 0, wallSeconds, List.of(new FlowRun(1_000_000, true, seconds)));
    }
  }

  private static PeerFamily family(String name) {
    return PeerCases.all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void drawnFamily_runsTheSameSeedsInBoth() {
    Fake drover = new Fake(5, 1, 10);
    Fake ns3 = new Fake(1, 1, 10);

    CaseResult result = new Ns3Bench(drover, ns3, 4, 9).measure(family("incast-16"));

    assertThat(result.seeds()).isEqualTo(4);
    assertThat(ns3.cases).hasSize(4).doesNotHaveDuplicates();
    assertThat(drover.cases.subList(1, drover.cases.size())).isEqualTo(ns3.cases);
  }

  @Test
  void fixedFamily_isRepeatedForItsSpeedOnly() {
    CaseResult result =
        new Ns3Bench(new Fake(2, 1, 10), new Fake(8, 1, 10), 4, 3).measure(family("p2p"));

    assertThat(result.seeds()).isEqualTo(1);
    assertThat(result.measurements()).isEqualTo(3);
    assertThat(result.droverHopPacketsPerSec()).isEqualTo(500);
    assertThat(result.ns3HopPacketsPerSec()).isEqualTo(125);
    assertThat(result.speedRatio()).isEqualTo(4);
    assertThat(result.verdict()).isEqualTo(Verdict.CLOSE);
  }

  @Test
  void shortRuns_areRepeatedWithinAMeasurement() {
    Fake drover = new Fake(0.1, 1, 0);

    CaseResult result = new Ns3Bench(drover, new Fake(8, 1, 0), 4, 1).measure(family("p2p"));

    // 30 for 3 s of warm-up, 3 to fill a quarter of a second.
    assertThat(drover.cases).hasSizeBetween(33, 34);
    assertThat(result.droverHopPacketsPerSec()).isCloseTo(10_000, within(1e-6));
  }

  @Test
  void verdict_withOneMeasureApart_isApart_andTheReportNamesTheCase() {
    CaseResult result =
        new Ns3Bench(new Fake(4, 1, 20), new Fake(8, 1.01, 10), 4, 3).measure(family("p2p"));

    assertThat(result.verdict()).isEqualTo(Verdict.APART);
    Screen screen = new Screen(false, Screen.UNBOUNDED, false, true);
    List<String> lines = new Ns3Report("a machine", "3.37", List.of(result)).lines(screen);
    assertThat(lines.getLast())
        .isEqualTo(
            "not in agreement: p2p; at least 2.0 times as fast as ns-3, 0.00 M hop-packets/s");
  }

  @Test
  void json_ofAReport_hasTheAgreedFields() {
    CaseResult result =
        new Ns3Bench(new Fake(4, 1, 10), new Fake(8, 1, 10), 4, 3).measure(family("p2p"));

    JsonNode json = new JsonMapper().readTree(new Ns3Report("m", "3.37", List.of(result)).json());

    JsonNode one = json.get("cases").get(0);
    assertThat(one.get("name").asString()).isEqualTo("p2p");
    assertThat(one.get("droverGoodputBps").asDouble()).isEqualTo(8e6);
    assertThat(one.get("ns3GoodputBps").asDouble()).isEqualTo(8e6);
    assertThat(one.get("droverHopPacketsPerSec").asDouble()).isEqualTo(250);
    assertThat(one.get("ns3HopPacketsPerSec").asDouble()).isEqualTo(125);
    assertThat(one.get("speedRatio").asDouble()).isEqualTo(2);
    assertThat(one.get("agreements").get(0).get("measure").asString()).isEqualTo("completion");
    assertThat(one.get("agreements").get(0).get("verdict").asString()).isEqualTo("CLOSE");
  }
}
