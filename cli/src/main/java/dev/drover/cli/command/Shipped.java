package dev.drover.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that come with Drover. */
public final class Shipped {
  /** Set by the launcher: the folder that Drover stands in. */
  private static final String HOME = "drover.home";

  private Shipped() {}

  /** {@return {@code file} as named, or, when nothing is there, the one that comes with Drover} */
  public static Path orShipped(Path file) {
    if (file.isAbsolute() || Files.exists(file)) {
      return file;
    }
    Path shipped = Path.of(System.getProperty(HOME, ".")).resolve(file);
    return Files.exists(shipped) ? shipped : file;
  }
}
