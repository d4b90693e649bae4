package dev.drover.cli.terminal;

/** Colours and weights, as ANSI escape sequences; nothing when the screen wants none. */
public enum Ink {
  PLAIN(""),
  BOLD("1"),
  FAINT("2"),
  GOOD("32"),
  BAD("31"),
  WARN("33"),
  ACCENT("36");

  private final String code;

  Ink(String code) {
    this.code = code;
  }

  /** {@return {@code text} in this ink when {@code screen} shows colours, otherwise as it is} */
  public String on(Screen screen, String text) {
    return !screen.colour() || code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** {@return how many columns {@code text} takes, escape sequences not counted} */
  static int width(String text) {
    String visible = text.replaceAll("\u001b\\[[0-9;]*m", "");
    return visible.codePointCount(0, visible.length());
  }
}
