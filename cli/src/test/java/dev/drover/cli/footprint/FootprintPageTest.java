package dev.drover.cli.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FootprintPageTest {
  private static Footprint footprint(int flows, int repetition, long numbers) {
    return new Footprint(
        flows,
        repetition,
        2 * flows,
        2 * flows,
        60,
        0.8,
        0.05,
        70_000_000,
        4_000_000 + numbers,
        numbers,
        0.7,
        65_000_000,
        3_900_000);
  }

  @Test
  void markdown_flowsAndNone_tellsTheTableApartFromTheRest() {
    String page =
        new FootprintPage(
                "./drover bench footprint",
                "2 cores",
                0.5,
                List.of(
                    footprint(1000, 1, 250_000),
                    footprint(0, 1, 50_000),
                    footprint(1000, 2, 270_000),
                    footprint(0, 2, 50_000)))
            .markdown();
    assertThat(page)
        .contains("Made by `./drover bench footprint` on 2 cores.")
        .contains("| 1000 | 2000 (2000–2000) | 2000 (2000–2000) | 0.050 (0.050–0.050) |")
        .contains("| 0 | 0.0 (0.0–0.0) | – |")
        .contains("| 1000 | 210.0 (200.0–220.0) | 105 (100–110) |")
        .contains("| 105 with 2,000 |", "| 0.050 with 2,000 |");
  }
}
