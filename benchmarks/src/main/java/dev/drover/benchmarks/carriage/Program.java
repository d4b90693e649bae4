package dev.drover.benchmarks.carriage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java program in a namespace, with the options that a lab gives its XIA daemons. */
final class Program implements AutoCloseable {
  /** Linux tells processes' times in hundredths of a second. */
  private static final double TICKS = 100;

  private final Process process;
  private final BufferedReader said;

  /**
   * Starts it.
   *
   * @param nice as a lab's daemons have it, -20 first to 19 last
   */
  Program(String node, int nice, Class<?> program, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("nice", "-n", Integer.toString(nice)));
    line.addAll(List.of("ip", "netns", "exec", node));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-Xshare:auto"));
    String more = System.getProperty("daemon.options", "");
    if (!more.isEmpty() && program != Ends.class) {
      line.addAll(List.of(more.replace("%n", node).split(" ", -1)));
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    line.addAll(List.of(arguments));
    process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said = process.inputReader(StandardCharsets.UTF_8);
  }

  /** {@return the next line that it writes} */
  String line() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IllegalStateException(process.info().commandLine().orElse("it") + " said nothing");
    }
    return line;
  }

  /** {@return seconds of processor, user and system, since it began; it must run} */
  double processor() throws IOException {
    // "nice" and "ip netns exec" become the program, so the process is its own.
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
