package dev.drover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PageTest {
  private static final FigureId ONE = new FigureId(Paper.BANDWIDTH, "fig2");
  private static final FigureId TWO = new FigureId(Paper.BANDWIDTH, "fig3");
  private static final FigureId GONE = new FigureId(Paper.BANDWIDTH, "fig9");
  private static final List<FigureId> ORDER = List.of(ONE, TWO);

  @Test
  void with_aSectionMadeAgain_keepsTheOthersAndThePapersOrder() {
    String page = with("", List.of(ONE, TWO, GONE), GONE, "## Gone\n\nold\n");
    page = with(page, List.of(ONE, TWO, GONE), TWO, "## Two\n\nfirst\n\n");
    page = with(page, ORDER, ONE, "## One\n\ntext\n");
    assertThat(with(page, ORDER, TWO, "## Two\n\nsecond\n"))
        .startsWith("# " + Paper.BANDWIDTH.title() + "\n")
        .containsSubsequence("## One\n\ntext\n\n", "## Two\n\nsecond\n")
        .doesNotContain("first", "Gone");
  }

  @Test
  void with_theSameSectionTwice_changesNothing() {
    String page = with(with("", ORDER, ONE, "## One\n"), ORDER, TWO, "## Two\n\ntext\n");
    assertThat(with(page, ORDER, TWO, "## Two\n\ntext\n")).isEqualTo(page);
  }

  @Test
  void csv_cellsWithCommasAndQuotes_areQuoted() {
    DataTable table = new DataTable("", List.of("a", "b"), List.of(List.of("1,5", "say \"so\"")));
    assertThat(table.csv()).isEqualTo("a,b\n\"1,5\",\"say \"\"so\"\"\"\n");
    assertThat(DataTable.number(1200)).isEqualTo("1200");
    assertThat(DataTable.number(0.25)).isEqualTo("0.25");
  }

  private static String with(String page, List<FigureId> order, FigureId id, String section) {
    return Page.with(page, Paper.BANDWIDTH, order, id, section);
  }
}
