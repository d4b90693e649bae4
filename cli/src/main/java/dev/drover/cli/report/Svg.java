package dev.drover.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * Writes one SVG figure. Looks (colour, stroke, font) belong to the page's style sheet: every
 * element carries a class only, so one figure serves light, dark and paper.
 */
public final class Svg {
  /** A corner of a path, in pixels. */
  public record Point(double x, double y) {}

  /** A rectangle by its upper left corner, in pixels. */
  public record Box(double x, double y, double width, double height) {}

  /** Which part of a text its position names. */
  public enum Anchor {
    START,
    MIDDLE,
    END;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final StringBuilder text = new StringBuilder();

  /** Starts a figure; {@code label} tells what it shows to who cannot see it. */
  public Svg(double width, double height, String label) {
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(number(width))
        .append(' ')
        .append(number(height))
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.escape(label))
        .append("\">\n");
  }

  /** Gives the figure a style sheet of its own, if there is one. */
  public Svg style(String sheet) {
    if (!sheet.isEmpty()) {
      text.append("<style>\n").append(sheet).append("</style>\n");
    }
    return this;
  }

  public Svg rect(double x, double y, double width, double height, String look, String title) {
    text.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
    text.append("\" width=\"").append(number(Math.max(0, width)));
    text.append("\" height=\"").append(number(Math.max(0, height)));
    return end("rect", look, title);
  }

  public Svg line(double x1, double y1, double x2, double y2, String look) {
    text.append("<line x1=\"").append(number(x1)).append("\" y1=\"").append(number(y1));
    text.append("\" x2=\"").append(number(x2)).append("\" y2=\"").append(number(y2));
    return end("line", look, "");
  }

  public Svg polyline(List<Point> points, String look, String title) {
    return path(points, "", look, title);
  }

  public Svg polygon(List<Point> points, String look, String title) {
    return path(points, "Z", look, title);
  }

  public Svg circle(double x, double y, double radius, String look, String title) {
    text.append("<circle cx=\"").append(number(x)).append("\" cy=\"").append(number(y));
    text.append("\" r=\"").append(number(radius));
    return end("circle", look, title);
  }

  /** Draws many rectangles as one element, which keeps files of thousands of them small. */
  public Svg boxes(List<Box> boxes, String look) {
    if (boxes.isEmpty()) {
      return this;
    }
    text.append("<path d=\"");
    for (Box box : boxes) {
      text.append('M').append(number(box.x())).append(' ').append(number(box.y()));
      text.append('h').append(number(box.width())).append('v').append(number(box.height()));
      text.append("h-").append(number(box.width())).append('Z');
    }
    return end("path", look, "");
  }

  public Svg text(double x, double y, Anchor anchor, String look, String words) {
    text.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    text.append("\" text-anchor=\"").append(anchor).append("\" class=\"").append(look);
    text.append("\">").append(Html.escape(words)).append("</text>\n");
    return this;
  }

  /** {@return the figure, ready to stand in a page} */
  public String finish() {
    return text + "</svg>\n";
  }

  private Svg path(List<Point> points, String close, String look, String title) {
    if (points.isEmpty()) {
      return this;
    }
    text.append("<path d=\"");
    char command = 'M';
    for (Point point : points) {
      text.append(command).append(number(point.x())).append(' ').append(number(point.y()));
      command = 'L';
    }
    text.append(close);
    return end("path", look, title);
  }

  private Svg end(String element, String look, String title) {
    text.append("\" class=\"").append(look).append('"');
    if (title.isEmpty()) {
      text.append("/>\n");
    } else {
      text.append("><title>").append(Html.escape(title)).append("</title></");
      text.append(element).append(">\n");
    }
    return this;
  }

  private static String number(double value) {
    String number = String.format(Locale.ROOT, "%.1f", value);
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }
}
