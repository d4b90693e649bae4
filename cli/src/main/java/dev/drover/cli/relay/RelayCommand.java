package dev.drover.cli.relay;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.ResultFiles;
import dev.drover.cli.command.Scratch;
import dev.drover.cli.command.Script;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Measures what the relay costs beside QEMU's own connection. */
@Command(
    name = "relay",
    description = {
      "Measure the relay transport against QEMU's own connection: on the loopback interface with"
          + " the relay on one core, and with real guests over links of a lab.",
      "Needs root and two cores.",
    },
    mixinStandardHelpOptions = true)
public final class RelayCommand implements Callable<Integer> {
  private static final String REPETITIONS = "5";
  private static final String LINKS = "200Mbit/s,1Gbit/s";
  private static final String TECHNIQUES = "pre-copy,post-copy";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final ResultFiles files = new ResultFiles();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = REPETITIONS,
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--links",
      paramLabel = "RATE",
      split = ",",
      defaultValue = LINKS,
      description = "Links to measure with guests (default: ${DEFAULT-VALUE}).")
  private List<String> links = List.of();

  @Option(
      names = "--techniques",
      paramLabel = "T",
      split = ",",
      defaultValue = TECHNIQUES,
      description = "Techniques to measure with guests (default: ${DEFAULT-VALUE}).")
  private List<String> techniques = List.of();

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "Measure this part only: ${COMPLETION-CANDIDATES} (default: both).")
  private @Nullable Part only;

  private enum Part {
    LOOPBACK,
    GUESTS
  }

  /** How much goes over the loopback interface each time. */
  private static final long LOOPBACK_BYTES = 2L << 30;

  /** Made by the command line. */
  public RelayCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (repetitions < 1 || repetitions > 100) {
      throw CommandFailure.badInput("--repetitions " + repetitions + " must be from 1 to 100");
    }
    check("--links", links, BitRate::parse);
    check("--techniques", techniques, Technique::parse);
    files.check();
    Path directory = Files.createTempDirectory("drover-bench-relay");
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    Transfers transfers = new Transfers(script, directory, this::say);
    RelayPage result = measure(directory, script, transfers);
    files.write(result.markdown(), () -> json(result));
    if (!transfers.failed().isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "not measured: "
              + String.join("; ", transfers.failed())
              + "; why is in "
              + transfers.log()
              + ", which is kept");
    }
    // Kept after a failure, for its log.
    Scratch.delete(directory);
    return ExitCode.OK;
  }

  private static void check(String option, List<String> words, Consumer<String> parse) {
    try {
      words.forEach(parse);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.badInput(option + ": " + e.getMessage());
    }
  }

  /** {@return the command that makes the page again} */
  String command() {
    StringBuilder line = new StringBuilder("./drover bench relay");
    if (!Integer.toString(repetitions).equals(REPETITIONS)) {
      line.append(" --repetitions ").append(repetitions);
    }
    if (!String.join(",", links).equals(LINKS)) {
      line.append(" --links ").append(String.join(",", links));
    }
    if (!String.join(",", techniques).equals(TECHNIQUES)) {
      line.append(" --techniques ").append(String.join(",", techniques));
    }
    if (only != null) {
      line.append(" --only ").append(only.name().toLowerCase(Locale.ROOT));
    }
    return line.append(" --page docs/results/relay.md").toString();
  }

  private RelayPage measure(Path directory, Script script, Transfers transfers)
      throws IOException, InterruptedException {
    try {
      RelayPage result = measured(directory, script, transfers);
      if (!script.cancelled()) {
        return result;
      }
    } catch (IOException | RuntimeException e) {
      // Ctrl-C also ends what is measured just now, which then fails.
      if (!script.cancelled()) {
        throw e;
      }
    }
    Scratch.delete(directory);
    throw new CommandFailure(ExitCode.CANCELLED, "cancelled; nothing was written");
  }

  private RelayPage measured(Path directory, Script script, Transfers transfers)
      throws IOException, InterruptedException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    List<Loopback.Result> loopback = new ArrayList<>();
    for (int i = 0; only != Part.GUESTS && i < repetitions && !script.cancelled(); i++) {
      say(Loopback.direct(LOOPBACK_BYTES), loopback);
      say(Loopback.relay(directory.resolve("relay"), LOOPBACK_BYTES), loopback);
    }
    List<Transfers.Result> moved = new ArrayList<>();
    for (String link : links) {
      if (only != Part.LOOPBACK && !script.cancelled()) {
        moved.addAll(transfers.measure(BitRate.parse(link), techniques, repetitions));
      }
    }
    return new RelayPage(command(), Machine.describe(), load, loopback, moved);
  }

  private void say(Loopback.Result result, List<Loopback.Result> all) {
    all.add(result);
    say(
        "loopback, %s: %.1f Gbit/s, %.2f s of the relay's processor"
            .formatted(
                result.relay() ? "relay" : "direct",
                result.bitsPerSecond() / 1e9,
                result.cpuSeconds()));
  }

  private void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static String json(RelayPage result) {
    List<Map<String, Object>> loopback = new ArrayList<>();
    for (Loopback.Result r : result.loopback()) {
      loopback.add(
          Map.of(
              "transport", r.relay() ? "relay" : "direct",
              "bytes", r.bytes(),
              "bps", Math.round(r.bitsPerSecond()),
              "relayCpuSeconds", r.cpuSeconds()));
    }
    List<Map<String, Object>> transfers = new ArrayList<>();
    for (Transfers.Result r : result.transfers()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("linkBps", r.link().bitsPerSecond());
      one.put("way", r.way().toString());
      one.put("throughputBps", Math.round(r.throughput()));
      one.put("cpuSeconds", r.cpuSeconds());
      one.put("migration", r.run());
      transfers.add(one);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", result.machine());
    all.put("load", result.load());
    all.put("loopback", loopback);
    all.put("migrations", transfers);
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(all)
        + "\n";
  }
}
