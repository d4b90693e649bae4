package dev.drover.lab;

import dev.drover.lab.system.Commands;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines of the lab's own Java processes, small and quick to start. */
final class Daemons {
  static final String AGENT = "dev.drover.agent.AgentMain";
  static final String OBSERVER = "dev.drover.lab.observe.ObserverMain";

  /** Starts a program again whenever it ends. */
  private static final String LOOP = "while :; do \"$@\"; sleep 0.3; done";

  private Daemons() {}

  static List<String> java(String mainClass, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-Xshare:auto",
                "-cp",
                classPath(),
                mainClass));
    line.addAll(List.of(arguments));
    return line;
  }

  /**
   * {@return {@code command} run for ever inside a network namespace, with a {@code /sys} that
   * shows the namespace's own devices}
   *
   * @param nice scheduling priority, -20 first to 19 last
   */
  static List<String> forever(String namespace, int nice, List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of("ip", "netns", "exec", namespace, "nice", "-n", Integer.toString(nice)));
    line.addAll(List.of("sh", "-c", LOOP, "daemon"));
    line.addAll(command);
    return line;
  }

  static void start(Commands commands, Path log, List<String> command) {
    commands.daemon(command, log);
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
