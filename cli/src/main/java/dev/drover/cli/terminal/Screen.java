package dev.drover.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What standard output can show.
 *
 * @param live a terminal whose lines may be redrawn
 * @param width columns; {@link #UNBOUNDED} when the output is not a terminal, so that one row stays
 *     one line for other programs
 * @param colour whether colours are wanted (the {@code NO_COLOR} convention)
 * @param unicode whether the output's character set is UTF-8
 */
public record Screen(boolean live, int width, boolean colour, boolean unicode) {
  public static final int UNBOUNDED = 10_000;

  /** The narrowest terminal that is drawn for; a narrower one wraps. */
  public static final int NARROWEST = 40;

  private static final int USUAL = 80;
  private static final Pattern STTY_SIZE = Pattern.compile("(\\d+)\\s+(\\d+)\\s*");

  public Screen {
    width = Math.max(NARROWEST, width);
  }

  /** {@return what this process's standard output is} */
  public static Screen detect(Map<String, String> environment) {
    boolean terminal = isTerminal(1) && !"dumb".equals(environment.get("TERM"));
    boolean unicode =
        "UTF-8".equalsIgnoreCase(System.getProperty("stdout.encoding", ""))
            || StandardCharsets.UTF_8.equals(System.out.charset());
    return new Screen(
        terminal,
        terminal ? terminalWidth() : UNBOUNDED,
        terminal && environment.getOrDefault("NO_COLOR", "").isEmpty(),
        unicode);
  }

  /** {@return this screen as wide as the terminal is now} */
  public Screen measured() {
    return live ? new Screen(true, terminalWidth(), colour, unicode) : this;
  }

  /** {@return {@code text} without the signs that a screen without UTF-8 cannot show} */
  public String plain(String text) {
    if (unicode) {
      return text;
    }
    return text.replace("→", "->")
        .replace("←", "<-")
        .replace("·", "-")
        .replace("×", "x")
        .replace("÷", "/")
        .replace("…", "...")
        .replace("≤", "<=")
        .replace("≥", ">=")
        .replaceAll("[–—]", "-")
        .replaceAll("[^\\x00-\\x7e]", "?");
  }

  /** {@return whether someone can answer a question on standard input} */
  public static boolean asks() {
    return isTerminal(0);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  private static int terminalWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      Matcher matcher = STTY_SIZE.matcher(size);
      if (matcher.matches() && !matcher.group(2).equals("0")) {
        return Integer.parseInt(matcher.group(2));
      }
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL;
  }
}
