package dev.drover.cli.datacentre;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.ResultFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Holds S-CORE against other ways to place VMs, up to half a million servers. */
@Command(
    name = "placement",
    description = {
      "Place the VMs of simulated data centres by S-CORE with each token policy, by a genetic"
          + " algorithm and by graph partitioning, and measure cost, time and memory up to 500,000"
          + " servers and 8 million VMs. Each case is a process of its own.",
      "Needs the Debian package metis, which the launcher installs.",
    },
    mixinStandardHelpOptions = true)
public final class PlacementBenchCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results here.")
  private @Nullable Path json;

  @Option(
      names = "--page",
      paramLabel = "FILE.md",
      description = "Write a page of tables here, and its chart beside it.")
  private @Nullable Path page;

  @Option(
      names = "--only",
      paramLabel = "CASE",
      split = ",",
      description =
          "Run these cases, by name or its first words, such as size-2560 (default: all).")
  private @Nullable List<String> only;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Take cases that this JSON file has from there instead of running them.")
  private @Nullable Path from;

  @Mixin private OwnMatrix own = new OwnMatrix();

  /** What is written as JSON. */
  record Results(String machine, double load, List<CaseResult> cases) {
    Results {
      cases = List.copyOf(cases);
    }
  }

  /** Made by the command line. */
  public PlacementBenchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (json != null) {
      OutputFile.check("--json", json);
    }
    if (page != null) {
      OutputFile.check("--page", page);
    }
    Optional<Results> earlier = earlier();
    Map<String, CaseResult> known =
        earlier.map(Results::cases).orElse(List.of()).stream()
            .collect(Collectors.toMap(CaseResult::name, one -> one));
    List<PlacementCase> chosen = chosen();
    double load =
        Math.max(
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            earlier.map(Results::load).orElse(0.0));
    CaseProcess processes =
        new CaseProcess(spec.root().commandLine().getParseResult().originalArgs(), own.words());
    List<CaseResult> results = new ArrayList<>();
    for (PlacementCase one : chosen) {
      Optional<String> hindrance = hindrance(one);
      CaseResult before = known.get(one.name());
      if (before != null) {
        results.add(before);
      } else if (hindrance.isPresent()) {
        System.out.println(one.name() + ": left out, " + hindrance.get());
      } else {
        CaseResult result = processes.run(one);
        results.add(result);
        System.out.println(
            String.format(
                Locale.ROOT,
                "%d/%d  %s: cost falls by %.1f %%, %.1f s",
                results.size(),
                chosen.size(),
                one.name(),
                100 * result.reduction(),
                result.seconds()));
      }
      System.out.flush();
    }
    List<CaseResult> all = withReferences(chosen, results);
    PlacementPage tables = new PlacementPage(Machine.describe(), load, all);
    System.out.println();
    tables.lines(Screen.detect(System.getenv())).forEach(System.out::println);
    write(new Results(Machine.describe(), load, all), tables);
    return ExitCode.OK;
  }

  private void write(Results results, PlacementPage tables) {
    if (json != null) {
      ResultFile.write(json, JSON.writeValueAsString(results) + "\n");
      System.out.println("wrote " + json);
    }
    if (page != null) {
      Path chart =
          page.resolveSibling(page.getFileName().toString().replaceAll("\\.md$", "") + ".svg");
      ResultFile.write(chart, tables.chart());
      ResultFile.write(page, tables.markdown(chart.getFileName().toString()));
      System.out.println("wrote " + page + " and " + chart);
    }
  }

  private Optional<Results> earlier() {
    if (from == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(from), Results.class));
    } catch (IOException | JacksonException e) {
      throw CommandFailure.badInput("--from " + from + " cannot be read (" + e.getMessage() + ")");
    }
  }

  static List<CaseResult> withReferences(List<PlacementCase> cases, List<CaseResult> results) {
    return results.stream()
        .map(result -> result.withReference(reference(cases, results, result)))
        .toList();
  }

  /** {@return the optimum's cost where it was searched for, else the partition's} */
  private static Optional<Double> reference(
      List<PlacementCase> cases, List<CaseResult> results, CaseResult result) {
    PlacementCase own = named(cases, result.name());
    return Stream.of(PlacementCases.EXHAUSTIVE, PlacementCases.PARTITION)
        .flatMap(policy -> results.stream().filter(other -> other.policy().equals(policy)))
        .filter(other -> named(cases, other.name()).sameProblem(own))
        .map(CaseResult::costAfter)
        .findFirst();
  }

  private static PlacementCase named(List<PlacementCase> cases, String name) {
    return cases.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static Optional<String> hindrance(PlacementCase one) {
    if (one.algorithm().equals(PlacementCases.METIS) && !MetisPlacement.isInstalled()) {
      return Optional.of("gpmetis is not installed; apt-get install metis");
    }
    long available = available();
    return available < one.heapMib()
        ? Optional.of(one.heapMib() + " MiB of memory are needed and " + available + " are free")
        : Optional.empty();
  }

  private static long available() {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private List<PlacementCase> chosen() {
    List<PlacementCase> all = own.isGiven() ? own.cases() : PlacementCases.all();
    if (only == null) {
      return all;
    }
    List<String> words = List.copyOf(only);
    for (String word : words) {
      if (all.stream().noneMatch(one -> isMeant(one, word))) {
        throw CommandFailure.badInput(
            "--only "
                + word
                + " are not the first words of a case; use some of "
                + tables(all)
                + ", or more words, such as "
                + all.getFirst().name());
      }
    }
    return all.stream().filter(one -> words.stream().anyMatch(word -> isMeant(one, word))).toList();
  }

  private static String tables(List<PlacementCase> all) {
    return all.stream()
        .map(one -> one.name().substring(0, one.name().indexOf('-')))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static boolean isMeant(PlacementCase one, String word) {
    return (one.name() + "-").startsWith(word + "-");
  }
}
