package dev.drover.cli.reproduce.chart;

import dev.drover.cli.report.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A square matrix as colours, on a logarithmic scale of three decades: 1 is the darkest, what is
 * below 0.001 is not drawn. Row 0 is at the top.
 */
public final class HeatMap {
  private static final double TOP = 34;
  private static final double SIDE = 512;
  private static final double KEY = Frame.LEFT + SIDE + 40;
  private static final double KEY_STEP = 34;
  private static final int SHADES = 9;
  private static final int SHADES_IN_A_DECADE = 3;

  private static final String SHEET =
      """
      .cell { shape-rendering: crispEdges; }
      .h1 { fill: #fff3c4; } .h2 { fill: #fee391; } .h3 { fill: #fec44f; } .h4 { fill: #fe9929; }
      .h5 { fill: #ec7014; } .h6 { fill: #cc4c02; } .h7 { fill: #993404; } .h8 { fill: #662506; }
      .h9 { fill: #2b0d02; }
      @media (prefers-color-scheme: dark) {
      .h1 { fill: #24160c; } .h2 { fill: #43210c; } .h3 { fill: #6b300b; } .h4 { fill: #96420b; }
      .h5 { fill: #c25a10; } .h6 { fill: #e67d22; } .h7 { fill: #f8a94d; } .h8 { fill: #fdd58f; }
      .h9 { fill: #fffbe6; }
      }
      """;

  private HeatMap() {}

  /**
   * {@return the chart, ready to be a file}
   *
   * @param label what it shows, for who cannot see it
   * @param axis what rows and columns are
   * @param parts rows, 0 to 1, as many as columns
   * @param group after so many rows and columns a line is drawn
   * @param key what a colour means, in short lines
   */
  public static String draw(
      String label, String axis, double[][] parts, int group, List<String> key) {
    Svg svg = Frame.begin(TOP + SIDE + Frame.BELOW, label).style(SHEET);
    double cell = SIDE / parts.length;
    List<List<Svg.Box>> boxes = boxes(parts, cell);
    for (int shade = 1; shade <= SHADES; shade++) {
      svg.boxes(boxes.get(shade), look(shade));
    }
    for (int at = 0; at <= parts.length; at += group) {
      double along = at * cell;
      String look = at == 0 || at == parts.length ? Look.AXIS : Look.MARK;
      svg.line(Frame.LEFT + along, TOP, Frame.LEFT + along, TOP + SIDE, look);
      svg.line(Frame.LEFT, TOP + along, Frame.LEFT + SIDE, TOP + along, look);
      String number = Integer.toString(at);
      svg.text(Frame.LEFT + along, TOP + SIDE + 17, Svg.Anchor.MIDDLE, Look.TICK, number);
      svg.text(Frame.LEFT - 8, TOP + along + 4, Svg.Anchor.END, Look.TICK, number);
    }
    svg.text(Frame.LEFT + SIDE / 2, TOP + SIDE + 38, Svg.Anchor.MIDDLE, Look.TITLE, "to " + axis);
    svg.text(8, TOP - 12, Svg.Anchor.START, Look.TITLE, "from " + axis);
    key(svg, key);
    return svg.finish();
  }

  private static void key(Svg svg, List<String> key) {
    double y = TOP + 12;
    for (String line : key) {
      svg.text(KEY, y, Svg.Anchor.START, Look.KEY, line);
      y += 17;
    }
    for (int shade = SHADES; shade >= 1; shade--) {
      svg.boxes(List.of(new Svg.Box(KEY, y, 22, KEY_STEP)), look(shade));
      double upper = Math.pow(10, (double) (shade - SHADES) / SHADES_IN_A_DECADE);
      svg.text(KEY + 30, y + 4, Svg.Anchor.START, Look.TICK, number(upper));
      y += KEY_STEP;
    }
    svg.text(KEY + 30, y + 4, Svg.Anchor.START, Look.TICK, "0.001");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2g", value)
        .replaceAll("(\\.\\d*?)0+$", "$1")
        .replaceAll("\\.$", "");
  }

  private static String look(int shade) {
    return "cell h" + shade;
  }

  /** {@return the shade of a part, from 1; 0 for what is not drawn} */
  private static int shade(double part) {
    double decades = part > 0 ? -Math.log10(part) : Double.POSITIVE_INFINITY;
    return (int) Math.max(0, Math.ceil(SHADES - decades * SHADES_IN_A_DECADE));
  }

  /** {@return for each shade its runs of cells in one row} */
  private static List<List<Svg.Box>> boxes(double[][] parts, double cell) {
    List<List<Svg.Box>> boxes = new ArrayList<>();
    for (int shade = 0; shade <= SHADES; shade++) {
      boxes.add(new ArrayList<>());
    }
    for (int row = 0; row < parts.length; row++) {
      int from = 0;
      for (int to = 1; to <= parts.length; to++) {
        int shade = shade(parts[row][from]);
        if (to == parts.length || shade(parts[row][to]) != shade) {
          boxes
              .get(shade)
              .add(
                  new Svg.Box(
                      Frame.LEFT + from * cell, TOP + row * cell, (to - from) * cell, cell));
          from = to;
        }
      }
    }
    return boxes;
  }
}
