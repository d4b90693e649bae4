package dev.drover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.terminal.Board.Line;
import dev.drover.cli.terminal.Board.State;
import dev.drover.model.unit.BitRate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTest {
  private static final Screen ASCII = new Screen(false, 100, false, false);

  private static Line line(String vm, State state, String phase, int round, double fraction) {
    return new Line(
        vm,
        "h2",
        "post-copy",
        state,
        phase,
        round,
        fraction,
        state == State.MOVING ? BitRate.ofMegabitsPerSecond(94) : BitRate.ZERO,
        state == State.MOVING ? Optional.of(Duration.ofSeconds(7)) : Optional.empty());
  }

  private static Board board(double fraction, int seconds, Line... lines) {
    return new Board(
        List.of(lines), fraction, Duration.ofSeconds(seconds), Optional.of(Duration.ofSeconds(12)));
  }

  private static Board sample() {
    return board(
        0.4,
        9,
        line("vm-web", State.MOVED, "", 2, 1),
        line("vm-db", State.MOVING, "pre-copy", 2, 0.5),
        line("vm-mail", State.FAILED, "destination is out of memory", 1, 0.2),
        line("vm-idle", State.WAITING, "", 0, 0));
  }

  @Test
  void render_wide_showsEverything() {
    assertThat(BoardLines.render(sample(), ASCII))
        .containsExactly(
            " vm-web   -> h2   post-copy  [###################] 100%  moved",
            " vm-db    -> h2   post-copy  [#########..........]  50%  pre-copy        round 2     "
                + "94Mbit/s    7s",
            " vm-mail  -> h2   post-copy  [###................]  20%  failed: destination is out"
                + " of memory",
            " vm-idle  -> h2   post-copy  [...................]   0%  waiting",
            " overall                     [#######............]  40%  1 of 4 moved, 9s, about 12s"
                + " left");
  }

  @Test
  void render_unicode_drawsEighths() {
    assertThat(BoardLines.bar(0.55, 10, Ink.PLAIN, new Screen(true, 80, false, true)))
        .isEqualTo("█████▌····");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 50, 63, 64, 80, 95, 96, 120, 200})
  void render_anyWidth_fitsTheScreen(int width) {
    for (boolean unicode : new boolean[] {true, false}) {
      Screen screen = new Screen(true, width, true, unicode);
      for (String line : BoardLines.render(sample(), screen)) {
        assertThat(Ink.width(line)).as(line).isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void next_estimatesThatFall_neverShowLess() {
    Random random = new Random(7);
    Forward forward = new Forward();
    double overall = 0;
    double single = 0;
    int round = 0;
    for (int i = 0; i < 1000; i++) {
      Board shown =
          forward.next(
              board(
                  random.nextDouble() * 1.5,
                  i,
                  line("a", State.MOVING, "pre-copy", random.nextInt(5), random.nextDouble() * 2)));
      assertThat(shown.fraction()).isBetween(overall, 0.99);
      assertThat(shown.lines().getFirst().fraction()).isBetween(single, 0.99);
      assertThat(shown.lines().getFirst().round()).isGreaterThanOrEqualTo(round);
      overall = shown.fraction();
      single = shown.lines().getFirst().fraction();
      round = shown.lines().getFirst().round();
    }
  }

  @Test
  void next_afterMoved_staysMoved() {
    Forward forward = new Forward();
    forward.next(board(1, 1, line("a", State.MOVED, "", 2, 1)));
    Board shown = forward.next(board(0.3, 2, line("a", State.MOVING, "pre-copy", 1, 0.3)));
    assertThat(shown.lines().getFirst().state()).isEqualTo(State.MOVED);
    assertThat(shown.fraction()).isEqualTo(1);
  }

  @Test
  void plainProgress_manyUpdates_saysAtMostOneLineEachSecond() {
    List<String> lines = new ArrayList<>();
    try (PlainProgress progress = new PlainProgress(printer(lines), ASCII)) {
      for (int ms = 0; ms <= 20_000; ms += 100) {
        Line line = line("a", State.MOVING, "pre-copy", 1 + ms / 300, ms / 20_000.0);
        progress.show(new Board(List.of(line), 0.5, Duration.ofMillis(ms), Optional.empty()));
      }
      progress.show(board(1, 20, line("a", State.MOVED, "", 9, 1)));
      progress.show(board(1, 21, line("a", State.MOVED, "", 9, 1)));
    }
    assertThat(lines).hasSizeLessThanOrEqualTo(22);
    assertThat(lines.getFirst())
        .isEqualTo(
            "   0.0s  a -> h2: pre-copy, round 1, 0%, 94Mbit/s, about 7s left (overall 50%)");
    assertThat(lines.getLast()).isEqualTo("  20.0s  a: moved to h2 (overall 100%)");
  }

  @Test
  void liveProgress_twoMoments_redrawsInPlaceBelowWhatIsSaid() {
    List<String> lines = new ArrayList<>();
    Screen screen = new Screen(true, 64, false, false);
    try (LiveProgress progress = new LiveProgress(printer(lines), screen, () -> 0)) {
      progress.show(board(0.1, 1, line("a", State.MOVING, "pre-copy", 1, 0.1)));
      progress.say("first");
      progress.show(board(0.2, 2, line("a", State.MOVING, "pre-copy", 1, 0.2)));
    }
    assertThat(lines.get(2)).isEqualTo("\u001b[2A\r\u001b[Jfirst");
    assertThat(lines.get(5)).startsWith("\u001b[2A\r\u001b[J a");
    assertThat(lines).hasSize(7);
  }

  private static PrintStream printer(List<String> lines) {
    return new PrintStream(
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            if (size() > 0) {
              lines.addAll(List.of(toString(StandardCharsets.UTF_8).split("\n")));
              reset();
            }
          }
        },
        false,
        StandardCharsets.UTF_8);
  }
}
