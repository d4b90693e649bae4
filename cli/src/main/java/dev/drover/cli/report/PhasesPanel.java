package dev.drover.cli.report;

import java.util.List;
import java.util.Locale;

/** Each VM's migration as a bar: its phases in colour, its rounds as numbered marks. */
record PhasesPanel(List<Row> rows) implements Panel {
  private static final double ROW = 30;
  private static final double BAR = 16;
  private static final double HEAD = 16;
  private static final double ROOM_FOR_WORDS = 70;
  private static final double ROOM_FOR_NUMBER = 12;

  PhasesPanel {
    rows = List.copyOf(rows);
  }

  /**
   * One VM.
   *
   * @param detail where to and how, under the name
   */
  record Row(String vm, String detail, List<Span> spans, List<Mark> rounds) {
    Row {
      spans = List.copyOf(spans);
      rounds = List.copyOf(rounds);
    }
  }

  /** A phase, in seconds since the run began. */
  record Span(String phase, double from, double to) {}

  /** The moment at which a round began. */
  record Mark(int round, double at, String title) {}

  /** {@return the style sheet's name for a phase} */
  static String look(String phase) {
    return switch (phase) {
      case "setup" -> "phase-setup";
      case "disk copy" -> "phase-disk";
      case "pre-copy" -> "phase-pre-copy";
      case "stop-and-copy" -> "phase-stop";
      case "post-copy" -> "phase-post-copy";
      case "post-copy paused" -> "phase-paused";
      default -> "phase-other";
    };
  }

  @Override
  public double height() {
    return HEAD + rows.size() * ROW;
  }

  @Override
  public void draw(Svg svg, Frame frame, double top) {
    svg.text(frame.time().pixelFrom(), top + 11, Svg.Anchor.START, "panel", "phases and rounds");
    double y = top + HEAD;
    for (Row row : rows) {
      svg.text(frame.gutter(), y + 11, Svg.Anchor.END, "name", row.vm());
      svg.text(frame.gutter(), y + 24, Svg.Anchor.END, "detail", row.detail());
      double middle = y + 5;
      svg.line(frame.time().pixelFrom(), middle + BAR / 2, frame.right(), middle + BAR / 2, "rail");
      for (Span span : row.spans()) {
        double from = frame.x(span.from());
        double width = Math.max(1.5, frame.x(span.to()) - from);
        String title =
            String.format(
                Locale.ROOT,
                "%s: %s from %.1f s to %.1f s",
                row.vm(),
                span.phase(),
                span.from(),
                span.to());
        svg.rect(from, middle, width, BAR, look(span.phase()), title);
        if (width > ROOM_FOR_WORDS && row.rounds().size() < 2) {
          svg.text(from + width / 2, middle + 12, Svg.Anchor.MIDDLE, "on-bar", span.phase());
        }
      }
      marks(svg, frame, row, middle);
      y += ROW;
    }
  }

  private static void marks(Svg svg, Frame frame, Row row, double y) {
    if (row.rounds().size() < 2) {
      return;
    }
    double written = Double.NEGATIVE_INFINITY;
    for (Mark mark : row.rounds()) {
      double x = frame.x(mark.at());
      svg.rect(x, y, 1, BAR, "round", mark.title());
      if (x - written >= ROOM_FOR_NUMBER) {
        svg.text(x + 3, y + 12, Svg.Anchor.START, "on-bar", Integer.toString(mark.round()));
        written = x;
      }
    }
  }
}
