package dev.drover.cli.house;

import dev.drover.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One {@code drover} command that runs as a process of its own. */
final class Drover {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Duration LIMIT = Duration.ofSeconds(150);

  /** In the build's own directory: what commands print outlives a failed test, and no more. */
  private static final Path PLACE = Path.of("target", "house").toAbsolutePath();

  private final Process process;
  private final Path out;
  private final Path err;
  private final Path json;

  private Drover(Process process, Path out, Path err, Path json) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** What a command left behind. */
  record Ended(int code, String out, String err) {
    String all() {
      return "exit code " + code + "\n" + out + err;
    }
  }

  /** Starts a command; a word {@code JSON} stands for a file that {@link #result()} reads. */
  static Drover start(String... words) {
    return start(List.of(), words);
  }

  private static Drover start(List<String> before, String... words) {
    try {
      Path directory = Files.createTempDirectory(Files.createDirectories(PLACE), "command");
      Path json = directory.resolve("result.json");
      // A shell may have had SIGINT ignored, and a group of its own is what a terminal gives.
      List<String> line =
          new ArrayList<>(List.of("env", "--default-signal=INT", "LC_ALL=C", "setsid"));
      line.addAll(before);
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
      line.addAll(List.of("-Xshare:auto", "--enable-native-access=ALL-UNNAMED"));
      line.addAll(List.of("-cp", classPath(), Main.class.getName()));
      for (String word : words) {
        line.add(word.equals("JSON") ? json.toString() : word);
      }
      Path out = directory.resolve("out");
      Path err = directory.resolve("err");
      Process process =
          new ProcessBuilder(line)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Drover(process, out, err, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Ended run(String... words) {
    return start(words).await();
  }

  /** In a user namespace that knows no root. */
  static Ended runWithoutRoot(String... words) {
    return start(List.of("unshare", "--user"), words).await();
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  boolean alive() {
    return process.isAlive();
  }

  Ended await() {
    return await(LIMIT);
  }

  Ended await(Duration limit) {
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        String soFar = text(out) + text(err);
        kill();
        throw new AssertionError("not over after " + limit.toSeconds() + " s:\n" + soFar);
      }
      return new Ended(process.exitValue(), text(out), text(err));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return what has been printed so far} */
  String soFar() {
    return text(out) + text(err);
  }

  /** {@return the file written for {@code --json JSON}} */
  JsonNode result() {
    return JSON.readTree(text(json));
  }

  /** Ends it and its children at once, without a chance to clean up. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** What a terminal does on Ctrl-C: every process of the foreground group is told. */
  void interrupt() {
    Shell.run("kill", "-INT", "--", "-" + process.pid());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
