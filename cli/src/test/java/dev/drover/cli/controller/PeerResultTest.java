package dev.drover.cli.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.controller.PeerResult.Setting;
import dev.drover.cli.terminal.Screen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PeerResultTest {
  private static Answers answers(int perSecond, int firstMicros) {
    Histogram latencies = new Histogram(3);
    IntStream.range(0, 100).forEach(i -> latencies.recordValue((firstMicros + i) * 1000L));
    return new Answers(
        2L * perSecond,
        1,
        4L * perSecond,
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        latencies);
  }

  private static Setting setting(int switches, int... perSecond) {
    return Setting.of(
        switches,
        IntStream.of(perSecond)
            .mapToObj(rate -> new Round(answers(9, 10), answers(rate, 1000)))
            .toList());
  }

  private final PeerResult result =
      PeerResult.of(
          "drover", "what", List.of(setting(1, 50_000, 30_000, 40_000), setting(8, 80_000)));

  @Test
  void figures_areMediansOfTheSmallestSetting_underLoad() {
    assertThat(result.packetInsPerSec()).isEqualTo(40_000);
    assertThat(result.p50Micros()).isBetween(1045.0, 1055.0);
    assertThat(result.p99Micros()).isGreaterThan(result.p50Micros());
    Setting one = result.settings().getFirst();
    assertThat(one.packetInsPerSec()).isEqualTo(new Range(40_000, 30_000, 50_000));
    assertThat(one.loadedP50Micros().median()).isBetween(1045.0, 1055.0);
    assertThat(one.cpuMicrosPerAnswer().median()).isEqualTo(1.25);
    assertThat(one.flowModsPerAnswer()).isEqualTo(2);
    assertThat(one.unanswered()).isEqualTo(6);
  }

  @Test
  void json_hasThePeersFigures() {
    ControllerReport report = new ControllerReport("m", 32, 2, 3, List.of(result), result);
    JsonNode peer = JsonMapper.shared().readTree(report.json()).get("peers").get(0);
    assertThat(peer.get("name").asString()).isEqualTo("drover");
    assertThat(peer.get("packetInsPerSec").asDouble()).isEqualTo(40_000);
    assertThat(peer.get("p50Micros").isNumber()).isTrue();
    assertThat(peer.get("p99Micros").isNumber()).isTrue();
  }

  @Test
  void table_hasARowForEachSetting() {
    ControllerReport report = new ControllerReport("m", 32, 2, 3, List.of(result), result);
    assertThat(report.lines(Screen.detect(Map.of())))
        .filteredOn(line -> line.startsWith("drover"))
        .hasSize(4)
        .first()
        .asString()
        .contains("40000 (30000–50000)");
  }
}
