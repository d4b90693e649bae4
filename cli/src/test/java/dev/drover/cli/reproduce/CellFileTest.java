package dev.drover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CellFileTest {
  private record Row(String network, Optional<Double> totalTimeMs, Optional<Long> bytes) {}

  private static final Row ONE = new Row("tcp", Optional.of(12.5), Optional.of(9_000_000_000L));
  private static final Row OTHER = new Row("xia-fast", Optional.empty(), Optional.empty());

  @Test
  void json_ofTwoFigures_hasEachCellOnce_andWhatIsMissingAsNull() {
    CellFile file = new CellFile();
    file.add(List.of(ONE));
    file.add(List.of(ONE, OTHER));

    JsonNode cells = new JsonMapper().readTree(file.json()).path("cells");

    assertThat(cells.size()).isEqualTo(2);
    assertThat(cells.get(0).propertyNames()).containsExactly("network", "totalTimeMs", "bytes");
    assertThat(cells.get(0).path("totalTimeMs").asDouble()).isEqualTo(12.5);
    assertThat(cells.get(0).path("bytes").asLong()).isEqualTo(9_000_000_000L);
    assertThat(cells.get(1).propertyNames()).containsExactly("network", "totalTimeMs", "bytes");
    assertThat(cells.get(1).path("totalTimeMs").isNull()).isTrue();
  }
}
