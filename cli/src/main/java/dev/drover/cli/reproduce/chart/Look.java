package dev.drover.cli.reproduce.chart;

/**
 * The style sheet of a chart, with a light and a dark half, and the names of its classes.
 *
 * <p>The eight colours of Okabe and Ito, which people with any colour blindness tell apart,
 * darkened or lightened to stand off the background; the style of a page does not reach a file of
 * its own, so the chart follows what its reader's system is set to.
 */
final class Look {
  /** How many series can be told apart. */
  static final int SERIES = 8;

  static final String PAGE = "page";
  static final String GRID = "grid";
  static final String AXIS = "axis";
  static final String TICK = "tick";
  static final String TITLE = "title";
  static final String KEY = "key";
  static final String MARK = "mark";
  static final String WHISKER = "whisker";

  /** Across a box; seen without it too, for boxes may have no height. */
  static final String MEDIAN = "median";

  static final String SHEET =
      """
      svg { font-family: system-ui, "DejaVu Sans", sans-serif; } .page { fill: #ffffff; }
      text { font-size: 12px; fill: #4a5463; } .title, .key { fill: #1b2430; }
      .title { font-weight: 600; }
      .grid { stroke: #e3e7ec; stroke-width: 0.8; } .axis { stroke: #5b6675; stroke-width: 1; }
      .mark { stroke: #8a94a3; stroke-width: 0.8; stroke-dasharray: 3 3; }
      .whisker { stroke: #1b2430; stroke-width: 1.2; fill: none; }
      .median { stroke: #1b2430; stroke-width: 2.2; }
      .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
      .thin { fill: none; stroke-width: 1.1; stroke-linejoin: round; }
      .band { fill-opacity: 0.16; stroke: none; }
      .d1 { stroke-dasharray: 7 3; } .d2 { stroke-dasharray: 2 3; }
      .f0 { fill: #0072b2; } .f1 { fill: #d98200; } .f2 { fill: #00876a; }
      .f3 { fill: #b0568e; } .f4 { fill: #c94f00; } .f5 { fill: #4fa9dc; }
      .f6 { fill: #1b2430; } .f7 { fill: #8a7a00; }
      .s0 { stroke: #0072b2; } .s1 { stroke: #d98200; } .s2 { stroke: #00876a; }
      .s3 { stroke: #b0568e; } .s4 { stroke: #c94f00; } .s5 { stroke: #4fa9dc; }
      .s6 { stroke: #1b2430; } .s7 { stroke: #8a7a00; }
      @media (prefers-color-scheme: dark) {
      .page { fill: #12161c; } text { fill: #a9b4c2; } .title, .key { fill: #e8edf3; }
      .grid { stroke: #2a313b; } .axis { stroke: #8a94a3; } .mark { stroke: #6d7786; }
      .whisker { stroke: #e8edf3; } .median { stroke: #e8edf3; }
      .f0 { fill: #4ba3db; } .f1 { fill: #f0a83a; } .f2 { fill: #35bd9b; }
      .f3 { fill: #d98cbd; } .f4 { fill: #f0814a; } .f5 { fill: #9bd3f5; }
      .f6 { fill: #e8edf3; } .f7 { fill: #f0e442; }
      .s0 { stroke: #4ba3db; } .s1 { stroke: #f0a83a; } .s2 { stroke: #35bd9b; }
      .s3 { stroke: #d98cbd; } .s4 { stroke: #f0814a; } .s5 { stroke: #9bd3f5; }
      .s6 { stroke: #e8edf3; } .s7 { stroke: #f0e442; }
      }
      """;

  private Look() {}

  static String fill(int series) {
    return "f" + series % SERIES;
  }

  static String line(int series) {
    return "line s" + series % SERIES + dash(series);
  }

  static String thin(int series) {
    return "thin s" + series % SERIES;
  }

  static String band(int series) {
    return "band " + fill(series);
  }

  private static String dash(int series) {
    return series % 3 == 0 ? "" : " d" + series % 3;
  }
}
