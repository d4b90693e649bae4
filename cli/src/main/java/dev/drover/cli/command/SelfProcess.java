package dev.drover.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this very program was started, so that it can be started again with other arguments. */
public final class SelfProcess {
  private SelfProcess() {}

  /**
   * {@return the command that starts this program: the same Java, its options, and the main class
   * or jar, without the program's own arguments}
   *
   * @param arguments the program's own arguments, which end the command line
   */
  public static List<String> launcher(List<String> arguments) {
    List<String> line = commandLine();
    if (line.size() < arguments.size()) {
      throw new IllegalStateException("/proc/self/cmdline is shorter than the arguments");
    }
    return List.copyOf(line.subList(0, line.size() - arguments.size()));
  }

  /** {@return whether this process may enter network namespaces} */
  public static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> commandLine() {
    try {
      // ProcessHandle.info() is cut at 4096 bytes; a class path is longer.
      String raw = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
      List<String> words = new ArrayList<>(List.of(raw.split("\0", -1)));
      words.removeLast();
      return words;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read how this program was started", e);
    }
  }
}
