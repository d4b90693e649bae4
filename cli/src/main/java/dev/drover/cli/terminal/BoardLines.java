package dev.drover.cli.terminal;

import dev.drover.model.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws a {@link Board}: one line for each VM and one for the whole, never wider than the screen.
 */
final class BoardLines {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final int WIDE = 96;
  private static final int MIDDLE = 64;

  private BoardLines() {}

  static List<String> render(Board board, Screen screen) {
    List<String> lines = new ArrayList<>();
    int names = 7;
    for (Board.Line line : board.lines()) {
      names = Math.max(names, line.vm().length());
    }
    names = Math.min(names, screen.width() < MIDDLE ? 14 : 24);
    for (Board.Line line : board.lines()) {
      lines.add(line(line, names, screen));
    }
    lines.add(whole(board, names, screen));
    return lines;
  }

  private static String line(Board.Line line, int names, Screen screen) {
    String name = Table.pad(cut(line.vm(), names, screen), names, Table.Side.LEFT);
    String percent = percent(line.fraction());
    String left = Table.pad(time(line.left()), 6, Table.Side.RIGHT);
    StringBuilder text = new StringBuilder(" ").append(name).append("  ");
    if (screen.width() >= WIDE) {
      text.append(Table.pad(screen.plain("→ " + line.destination()), 6, Table.Side.LEFT));
      text.append("  ").append(Table.pad(line.technique(), 9, Table.Side.LEFT)).append("  ");
    }
    text.append(bar(line.fraction(), barWidth(screen, names), ink(line), screen));
    text.append(' ').append(percent).append("  ");
    int used = Ink.width(text.toString());
    text.append(
        switch (line.state()) {
          case WAITING -> Ink.FAINT.on(screen, "waiting");
          case MOVED -> Ink.GOOD.on(screen, "moved");
          case CANCELLED -> Ink.WARN.on(screen, cut("cancelled", screen.width() - used, screen));
          case FAILED ->
              Ink.BAD.on(screen, cut("failed: " + line.phase(), screen.width() - used, screen));
          case MOVING -> moving(line, screen) + left;
        });
    return text.toString().stripTrailing();
  }

  private static String moving(Board.Line line, Screen screen) {
    if (screen.width() < MIDDLE) {
      return "";
    }
    String phase = Table.pad(line.phase(), 16, Table.Side.LEFT);
    if (screen.width() < WIDE) {
      return phase;
    }
    String round = line.round() == 0 ? "" : "round " + line.round();
    return phase
        + Table.pad(round, 9, Table.Side.LEFT)
        + Table.pad(rate(line), 11, Table.Side.RIGHT);
  }

  private static String rate(Board.Line line) {
    return line.rate().bitsPerSecond() == 0 ? "" : line.rate().toString();
  }

  private static String whole(Board board, int names, Screen screen) {
    StringBuilder text = new StringBuilder(" ");
    text.append(Ink.BOLD.on(screen, Table.pad("overall", names, Table.Side.LEFT))).append("  ");
    if (screen.width() >= WIDE) {
      text.append(" ".repeat(19));
    }
    text.append(bar(board.fraction(), barWidth(screen, names), Ink.ACCENT, screen));
    text.append(' ').append(percent(board.fraction())).append("  ");
    String left = board.left().map(t -> ", about " + whole(t) + " left").orElse("");
    String counted = board.moved() + " of " + board.lines().size() + " moved";
    if (screen.width() >= WIDE) {
      text.append(counted).append(", ").append(whole(board.elapsed())).append(left);
    } else if (screen.width() >= MIDDLE) {
      text.append(board.moved()).append('/').append(board.lines().size());
      text.append(left.isEmpty() ? "  " + whole(board.elapsed()) : left.substring(1));
    } else {
      text.append(Table.pad(board.left().map(BoardLines::whole).orElse(""), 6, Table.Side.RIGHT));
    }
    return text.toString().stripTrailing();
  }

  private static int barWidth(Screen screen, int names) {
    int fixed = names + 3 + 7;
    int others = screen.width() >= WIDE ? 19 + 42 : screen.width() >= MIDDLE ? 22 : 7;
    return Math.clamp(screen.width() - fixed - others - 1, 6, 30);
  }

  private static Ink ink(Board.Line line) {
    return switch (line.state()) {
      case WAITING, MOVING -> Ink.ACCENT;
      case MOVED -> Ink.GOOD;
      case CANCELLED -> Ink.WARN;
      case FAILED -> Ink.BAD;
    };
  }

  /** {@return a bar of exactly {@code width} columns} */
  static String bar(double fraction, int width, Ink ink, Screen screen) {
    if (!screen.unicode()) {
      int full = (int) Math.floor(fraction * (width - 2));
      return "[" + "#".repeat(full) + ".".repeat(width - 2 - full) + "]";
    }
    int eighths = (int) Math.floor(fraction * width * 8);
    StringBuilder done = new StringBuilder("█".repeat(eighths / 8));
    if (eighths % 8 > 0) {
      done.append(EIGHTHS.charAt(eighths % 8));
    }
    int rest = width - done.length();
    return ink.on(screen, done.toString()) + Ink.FAINT.on(screen, "·".repeat(rest));
  }

  private static String percent(double fraction) {
    return Table.pad((int) Math.floor(fraction * 100) + "%", 4, Table.Side.RIGHT);
  }

  private static String time(Optional<Duration> time) {
    return time.map(BoardLines::whole).orElse("");
  }

  private static String whole(Duration time) {
    return time.toSeconds() < 100 ? time.toSeconds() + "s" : Durations.format(time);
  }

  private static String cut(String text, int width, Screen screen) {
    if (text.length() <= width) {
      return text;
    }
    String mark = screen.unicode() ? "…" : "~";
    return text.substring(0, Math.max(0, width - 1)) + mark;
  }
}
