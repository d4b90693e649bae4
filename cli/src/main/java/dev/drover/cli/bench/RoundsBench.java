package dev.drover.cli.bench;

import dev.drover.cli.bench.RoundCase.Writer;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Script;
import dev.drover.cli.lab.Steady;
import dev.drover.cli.report.RunFile;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures how the ways to choose a round's rate do on real guests. One VM goes to and fro between
 * two hosts whose links a neighbour shares; the ways take turns, so that what changes on the
 * machine meanwhile falls on all of them.
 */
final class RoundsBench {
  static final int MOST_REPETITIONS = 100;

  private static final String VM = "vm";

  /** Of one migration, with the wait for a steady start. */
  private static final Duration CASE = Duration.ofSeconds(23);

  private final List<RoundCase> cases;
  private final Path directory;
  private final Script script;
  private final PrintStream out;
  private final List<String> failed = new ArrayList<>();

  RoundsBench(List<RoundCase> cases, Path directory, Script script, PrintStream out) {
    this.cases = List.copyOf(cases);
    this.directory = directory;
    this.script = script;
    this.out = out;
  }

  /** {@return how long what has no result yet will take} */
  Duration left() {
    return CASE.multipliedBy(cases.stream().filter(one -> figures(one).isEmpty()).count());
  }

  /** {@return the names of the cases that failed} */
  List<String> run() throws IOException, InterruptedException {
    for (Writer writer : Writer.values()) {
      List<RoundCase> missing =
          cases.stream().filter(one -> one.writer() == writer && figures(one).isEmpty()).toList();
      Path labs = Files.createDirectories(directory.resolve("labs"));
      Path lab = Files.writeString(labs.resolve("rounds-" + writer + ".yaml"), lab(writer));
      new LabTurns(script, log(), out).run(lab, missing, this::measure);
    }
    return List.copyOf(failed);
  }

  /** {@return what a case came to; empty when it was not measured or did not come to its end} */
  Optional<RoundFigures> figures(RoundCase one) {
    return figures(directory, one);
  }

  /** {@return all that a directory holds, whichever runs it is of, in the order of measuring} */
  static Map<RoundCase, RoundFigures> measured(Path directory) {
    Map<RoundCase, RoundFigures> measured = new LinkedHashMap<>();
    for (Writer writer : Writer.values()) {
      for (RoundCase one : RoundCase.of(writer, MOST_REPETITIONS)) {
        figures(directory, one).ifPresent(figures -> measured.put(one, figures));
      }
    }
    return measured;
  }

  private static Optional<RoundFigures> figures(Path directory, RoundCase one) {
    Path file = file(directory, one);
    return Files.exists(file)
        ? RoundFigures.of(RunFile.read(file).runs().getFirst())
        : Optional.empty();
  }

  /**
   * Links of 200 Mbit/s. A neighbour on each host sends 80 Mbit/s, less than its fair share beside
   * a migration: TCP leaves it that whatever the migration takes.
   */
  static String lab(Writer writer) {
    return """
    name: rounds
    switches: [s1]
    hosts:
      - {name: a, memory: 2GiB}
      - {name: b, memory: 2GiB}
    clients:
      - {name: c1}
    links:
      - {ends: [a, s1], rate: 200Mbit/s, buffer: 256KiB}
      - {ends: [b, s1], rate: 200Mbit/s, buffer: 256KiB}
      - {ends: [c1, s1], rate: 1Gbit/s}
    vms:
      - {name: neighbour-a, host: a, memory: 192MiB, workload: {kind: outgoing, client: c1, rate: 80Mbit/s}}
      - {name: neighbour-b, host: b, memory: 192MiB, workload: {kind: outgoing, client: c1, rate: 80Mbit/s}}
      - {name: %s, host: a, memory: 256MiB, workload: {kind: writer, client: c1, dirtyRate: %s, workingSet: 64MiB, writes: %s}}
    """
        .formatted(VM, writer.rate(), writer);
  }

  /** {@return true: the VM is on the other host, which is as good as where it was} */
  private boolean measure(Lab lab, RoundCase one) throws InterruptedException, IOException {
    Steady.await(lab);
    Files.deleteIfExists(file(one));
    String there = lab.qemu("a", VM).isPresent() ? "b" : "a";
    List<String> command =
        List.of(
            "migrate",
            VM,
            there,
            "--lab",
            lab.name(),
            "--policy",
            "qemu-serial",
            "--technique",
            "pre-copy",
            "--bandwidth",
            one.bandwidth(),
            "--yes",
            "--json",
            file(one).toString());
    int code = script.run(command, log());
    if (script.cancelled()) {
      return true;
    }
    Optional<RoundFigures> figures = figures(one);
    out.println(
        one.file()
            + ": "
            + figures
                .map(f ->
                    String.format(
                        Locale.ROOT,
                        "%.1f s, downtime %.0f ms (client %.0f ms), %.0f rounds, lost %.1f %%",
                        f.totalTimeMs() / 1000,
                        f.downtimeMs(),
                        f.clientDowntimeMs(),
                        f.rounds(),
                        f.lossPercent()))
                .orElse("failed, see " + log()));
    out.flush();
    if (code != ExitCode.OK) {
      failed.add(one.file());
    }
    return code == ExitCode.OK;
  }

  private Path file(RoundCase one) {
    return file(directory, one);
  }

  private static Path file(Path directory, RoundCase one) {
    return directory.resolve("raw").resolve(one.file() + ".json");
  }

  private Path log() {
    return directory.resolve("bench.log");
  }
}
