package dev.drover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final String WHY = "sends much, so its memory is better pulled than pushed";

  private static Table table() {
    return new Table()
        .left("VM")
        .right("memory")
        .left("why")
        .row("web", "256MiB", WHY)
        .row("database", "1GiB", "idle");
  }

  @Test
  void render_wideScreen_isOneLineForEachRow() {
    assertThat(table().render(new Screen(true, 100, false, true)))
        .containsExactly(
            "VM        memory  why",
            "────────  ──────  ──────────────────────────────────────────────────────",
            "web       256MiB  sends much, so its memory is better pulled than pushed",
            "database    1GiB  idle");
  }

  @Test
  void render_middlingScreen_wrapsTheLastColumn() {
    assertThat(table().render(new Screen(true, 48, false, false)))
        .containsExactly(
            "VM        memory  why",
            "--------  ------  ------------------------------",
            "web       256MiB  sends much, so its memory is",
            "                  better pulled than pushed",
            "database    1GiB  idle");
  }

  @Test
  void render_narrowScreen_stacksTheCells() {
    assertThat(table().render(new Screen(true, 40, false, false)))
        .containsExactly(
            "web",
            "  memory  256MiB",
            "  why     sends much, so its memory is",
            "          better pulled than pushed",
            "database",
            "  memory  1GiB",
            "  why     idle");
  }

  @Test
  void render_colours_doNotMoveColumns() {
    List<String> lines = table().render(new Screen(true, 100, true, true));
    assertThat(lines.getFirst()).startsWith("\u001b[1mVM        memory  why");
    assertThat(lines.get(2)).startsWith("web       256MiB");
  }

  @Test
  void row_withWrongNumberOfCells_isRefused() {
    assertThatThrownBy(() -> table().row("web"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row of 1 cells in a table of 3 columns");
  }

  @Test
  void plain_withoutUtf8_usesAsciiOnly() {
    assertThat(new Screen(false, 80, false, false).plain("a → b · ≤ 5 × — é"))
        .isEqualTo("a -> b - <= 5 x - ?");
  }
}
