package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One cell of the XIA paper's tables, measured for real: a guest that is asked while it moves. */
final class XiaCellTest {
  /** An emulated guest's Java boots, and all that carries it is cold: 95 s on a quiet machine. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void needsGuests() {
    HouseExtension.needs("a cell of the XIA paper", List.of("qemu-system-x86_64"));
  }

  @Test
  void reproduce_aLook_measuresACellAndLosesNoAnswer() {
    Drover command =
        Drover.start(
            "reproduce", "xia/table1", "--quick", "--out", folder.toString(), "--json", "JSON");

    Ended ended = command.await(LIMIT);

    assertThat(ended.code()).as(ended.all()).isZero();
    JsonNode cells = command.result().path("cells");
    assertThat(cells.size()).isEqualTo(1);
    JsonNode cell = cells.get(0);
    assertThat(cell.propertyNames())
        .containsExactly(
            "network",
            "domain",
            "workload",
            "totalTimeMs",
            "downtimeMs",
            "freezeMs",
            "rebindMs",
            "firstReplyMs",
            "answersLost",
            "answersWrong",
            "bytes");
    assertThat(cell.path("answersLost").asInt(-1)).isZero();
    assertThat(cell.path("answersWrong").asInt(-1)).isZero();
    assertThat(cell.path("totalTimeMs").asDouble()).isPositive();
    assertThat(cell.path("freezeMs").asDouble()).isPositive();
    assertThat(cell.path("bytes").asLong()).isGreaterThan(16L << 20);
    assertThat(folder.resolve("xia-migration.md"))
        .content()
        .contains("0 lost and 0 wrong of ", "0 connections broken");
  }
}
