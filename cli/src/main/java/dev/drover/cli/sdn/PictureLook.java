package dev.drover.cli.sdn;

/**
 * The style sheet of a network's picture, light and dark, and the names of its classes. The grades
 * of load are told apart by width too, and their colours by people with any colour blindness.
 */
final class PictureLook {
  static final String PAGE = "page";
  static final String SWITCH = "switch";
  static final String GONE = "switch gone";
  static final String HOST = "host";
  static final String NAME = "name";
  static final String RATE = "rate";
  static final String PAPER = "paper";
  static final String TAKEN = "paper taken";
  static final String KEY = "key";

  static final String SHEET =
      """
      svg { font-family: system-ui, "DejaVu Sans", sans-serif; } .page { fill: #ffffff; }
      text { font-size: 12px; fill: #1b2430; } .name { font-weight: 600; font-size: 13px; }
      .rate { font-size: 11px; } .key { fill: #4a5463; }
      .switch { fill: #e8eef6; stroke: #33506e; stroke-width: 1.5; }
      .gone { fill: #fbeae4; stroke: #c94f00; stroke-dasharray: 4 3; }
      .host { fill: #f6f7f9; stroke: #8a94a3; stroke-width: 1; }
      .paper { fill: #ffffff; fill-opacity: 0.92; }
      .taken { stroke: #1b2430; stroke-width: 1; stroke-dasharray: 2 2; }
      .g0 { stroke: #aab3c0; stroke-width: 1.5; } .g1 { stroke: #4fa9dc; stroke-width: 3; }
      .g2 { stroke: #00876a; stroke-width: 4.5; } .g3 { stroke: #d98200; stroke-width: 6; }
      .g4 { stroke: #c94f00; stroke-width: 8; } .link { fill: none; }
      @media (prefers-color-scheme: dark) {
      .page { fill: #12161c; } text { fill: #e8edf3; } .key { fill: #a9b4c2; }
      .switch { fill: #1e2b3a; stroke: #7f9fc0; } .gone { fill: #3a2219; stroke: #f0814a; }
      .host { fill: #1a2028; stroke: #6d7786; } .paper { fill: #12161c; }
      .taken { stroke: #e8edf3; } .g0 { stroke: #55606e; } .g1 { stroke: #9bd3f5; }
      .g2 { stroke: #35bd9b; } .g3 { stroke: #f0a83a; } .g4 { stroke: #f0814a; }
      }
      """;

  private PictureLook() {}

  static String link(double load) {
    return "link g" + Load.grade(load);
  }
}
