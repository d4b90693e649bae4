package dev.drover.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.drover.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a process of its own. */
final class SimulateCommandTest {
  private static final String SCENARIO = "../scenarios/simulate/techniques.yaml";
  private static final long LIMIT_SECONDS = 120;

  @TempDir private Path directory = Path.of("");

  private record Ended(int code, String out, String err) {}

  @Test
  void simulate_sameSeed_writesTheSameFileBitForBit() throws Exception {
    Path once = directory.resolve("once.json");
    Path again = directory.resolve("again.json");
    for (Path json : List.of(once, again)) {
      List<String> words = new ArrayList<>(List.of("simulate", SCENARIO, "--seed", "5"));
      words.addAll(List.of("--set", "vms.*.memory=8MiB", "--repeat", "3"));
      words.addAll(List.of("--json", json.toString()));
      Ended ended = await(start(words));
      assertThat(ended.code()).as(ended.err()).isZero();
    }

    assertThat(once).hasSameBinaryContentAs(again);
    JsonNode result = new JsonMapper().readTree(Files.readString(once));
    assertThat(result.at("/source").asString()).isEqualTo("simulated");
    assertThat(result.at("/runs")).hasSize(3);
    assertThat(result.at("/runs/2/seed").asLong()).isEqualTo(7);
    assertThat(result.at("/runs/0/migrations")).hasSize(4);
    assertThat(result.at("/runs/0/migrations/0/outcome").asString()).isEqualTo("completed");
    assertThat(result.at("/runs/0/migrations/0/memoryBytes").asLong()).isEqualTo(8 << 20);
    JsonNode cold = result.at("/runs/0/migrations/0");
    assertThat(cold.at("/predicted/model").asString()).isEqualTo("liu");
    assertThat(cold.at("/predicted/totalTimeMs").asDouble())
        .isCloseTo(cold.at("/totalTimeMs").asDouble(), withinPercentage(10));
    assertThat(result.at("/runs/0/migrations/2/technique").asString()).isEqualTo("post-copy");
    assertThat(result.at("/runs/0/migrations/2").has("predicted")).isFalse();
    assertThat(result.at("/summary/0/runs").asInt()).isEqualTo(3);
  }

  @Test
  void simulate_pipedToAFile_hasNoControlCharacters() throws Exception {
    Ended ended = await(start(List.of("simulate", SCENARIO, "--set", "vms.*.memory=8MiB")));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("stop-and-copy").contains("Simulated, not measured.");
    assertThat(ended.out().codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
        .isEmpty();
  }

  @Test
  void simulate_traced_writesWindowsOfEachMigration() throws Exception {
    Path traces = directory.resolve("traces");
    List<String> words = new ArrayList<>(List.of("simulate", SCENARIO));
    words.addAll(List.of("--set", "vms.*.memory=8MiB", "--trace", traces.toString()));

    Ended ended = await(start(words));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(names(traces)).contains("seed1-cold.csv", "seed1-pre.csv");
    List<String> lines = Files.readAllLines(traces.resolve("seed1-pre.csv"));
    assertThat(lines.getFirst())
        .isEqualTo("seconds,event,windowBytes,thresholdBytes,inFlightBytes,roundTripSeconds");
    assertThat(lines).hasSizeGreaterThan(100);
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.split(",", -1).length == 6);
  }

  @Test
  void simulate_interrupted_leavesNothing() throws Exception {
    Path traces = directory.resolve("traces");
    List<String> words =
        new ArrayList<>(List.of("simulate", "../scenarios/simulate/first.yaml", "--repeat", "900"));
    words.addAll(List.of("--json", directory.resolve("result.json").toString()));
    words.addAll(List.of("--trace", traces.toString()));
    Process process = start(words);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!Files.exists(traces) || names(traces).isEmpty()) {
      assertThat(System.nanoTime()).as("nothing is traced").isLessThan(until);
      Thread.sleep(50);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    Ended ended = await(process);

    assertThat(ended.code()).as(ended.err()).isEqualTo(130);
    assertThat(ended.err()).isEqualTo("drover: cancelled; nothing was written\n");
    assertThat(names(directory)).containsExactlyInAnyOrder("out", "err");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --set vms.pre.memroy=1GiB     | --set vms.pre.memroy=1GiB: vm: 'memroy' is not a field of it; did you mean memory?
          --set migrations[9].group=2   | --set migrations[9].group=2: 'migrations' has 4 items; the first is [0]
          --repeat 0                    | --repeat 0 must be from 1 to 100000
          --json /nowhere/a.json        | --json /nowhere/a.json: directory /nowhere is missing or not writable; make it, or name another
          --trace x --set network=fluid | --trace needs packets, and the network is fluid; add --set network=packet
          """)
  void simulate_badInput_saysOneLineAndExitsWithTwo(String words, String line) throws Exception {
    List<String> all = new ArrayList<>(List.of("simulate", SCENARIO));
    all.addAll(List.of(words.split(" ")));

    Ended ended = await(start(all));

    assertThat(ended.err()).isEqualTo("drover: " + line + "\n");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  private Process start(List<String> words) throws IOException {
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT", "LC_ALL=C.UTF-8"));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    line.addAll(List.of("-cp", classPath(), Main.class.getName()));
    line.addAll(words);
    return new ProcessBuilder(line)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private Ended await(Process process) throws Exception {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("not over after " + LIMIT_SECONDS + " s");
    }
    return new Ended(
        process.exitValue(),
        Files.readString(directory.resolve("out")),
        Files.readString(directory.resolve("err")));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
