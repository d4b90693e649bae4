package dev.drover.cli.relay;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Script;
import dev.drover.cli.lab.Steady;
import dev.drover.cli.report.RunFile;
import dev.drover.control.result.RunResult;
import dev.drover.lab.Lab;
import dev.drover.model.unit.BitRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Real guests on a lab's link: one VM goes to and fro between two hosts, by each way in turn, so
 * that whatever else the machine does befalls all ways alike.
 */
final class Transfers {
  private static final String NAME = "relay";
  private static final String VM = "vm";

  private final Script script;
  private final Path directory;
  private final Consumer<String> progress;
  private final List<String> failed = new ArrayList<>();

  Transfers(Script script, Path directory, Consumer<String> progress) {
    this.script = script;
    this.directory = directory;
    this.progress = progress;
  }

  /** How a migration goes, as a user asks for it. */
  enum Way {
    DIRECT("direct"),
    RELAY("relay, acknowledged"),
    EARLY("relay, early notification");

    private final String text;

    Way(String text) {
      this.text = text;
    }

    List<String> options() {
      return switch (this) {
        case DIRECT -> List.of();
        case RELAY -> List.of("--transport", "relay");
        case EARLY -> List.of("--transport", "relay", "--early-notification");
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * One migration.
   *
   * @param cpuSeconds of agents, relays and QEMUs of both hosts while the command ran
   */
  record Result(
      BitRate link, Way way, String technique, RunResult.Migration run, double cpuSeconds) {
    double throughput() {
      return run.bytes().orElse(0L) * 8 / (run.totalTimeMs().orElse(Double.NaN) / 1000);
    }
  }

  private static String lab(BitRate link) {
    return """
    name: %s
    switches: [s1]
    hosts:
      - {name: a, memory: 2GiB}
      - {name: b, memory: 2GiB}
    clients:
      - {name: c1}
    links:
      - {ends: [a, s1], rate: %s, buffer: 128KiB}
      - {ends: [b, s1], rate: %s, buffer: 128KiB}
      - {ends: [c1, s1], rate: 1Gbit/s}
    vms:
      - {name: vm, host: a, memory: 256MiB, pattern: 96MiB, workload: {kind: idle, client: c1, dirtyRate: 2MiB/s, workingSet: 16MiB}}
    """
        .formatted(NAME, link, link);
  }

  /** {@return what was not measured, in words} */
  List<String> failed() {
    return List.copyOf(failed);
  }

  /** {@return what came to its end; less after Ctrl-C} */
  List<Result> measure(BitRate link, List<String> techniques, int repetitions)
      throws IOException, InterruptedException {
    if (Lab.find(NAME).isPresent()) {
      throw CommandFailure.badInput(
          "lab '" + NAME + "' is up already; take it down first: drover lab down " + NAME);
    }
    Path file = directory.resolve("relay-lab.yaml");
    Files.writeString(file, lab(link));
    List<Result> results = new ArrayList<>();
    try {
      if (script.run(List.of("lab", "up", file.toString()), log()) != ExitCode.OK) {
        if (script.cancelled()) {
          return results;
        }
        throw new CommandFailure(ExitCode.FAILED, "the lab did not come up; see " + log());
      }
      boolean fresh = true;
      for (int i = 0; i < repetitions; i++) {
        for (String technique : techniques) {
          for (Way way : Way.values()) {
            if (!fresh) {
              script.run(List.of("lab", "reset", NAME), log());
            }
            if (script.cancelled()) {
              return results;
            }
            Optional<Result> result = migrate(found(), link, way, technique);
            result.ifPresent(results::add);
            fresh = result.isPresent();
          }
        }
      }
    } finally {
      if (Lab.find(NAME).isPresent()) {
        script.runUndisturbed(List.of("lab", "down", NAME), log());
      }
    }
    return results;
  }

  private static Lab found() {
    return Lab.find(NAME)
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.FAILED,
                "lab '" + NAME + "' was taken down by somebody else; run it again"));
  }

  private Optional<Result> migrate(Lab lab, BitRate link, Way way, String technique)
      throws IOException, InterruptedException {
    Steady.await(lab);
    String to = lab.qemu("a", VM).isPresent() ? "b" : "a";
    Path json = directory.resolve("relay-run.json");
    Files.deleteIfExists(json);
    List<String> line =
        new ArrayList<>(
            List.of(
                "migrate",
                VM,
                to,
                "--technique",
                technique,
                "--policy",
                "qemu-serial",
                "--lab",
                NAME,
                "--yes",
                "--json",
                json.toString()));
    line.addAll(way.options());
    String mark = lab.directory().toString();
    try (CpuTime cpu =
        CpuTime.of(command ->
            command.contains(mark)
                && (command.contains("HostMain")
                    || command.contains("RelayMain")
                    || command.startsWith("qemu")))) {
      int code = script.run(line, log());
      if (script.cancelled()) {
        return Optional.empty();
      }
      if (code != ExitCode.OK || !Files.exists(json)) {
        String what = "%s, %s, %s".formatted(link, technique, way);
        failed.add(what);
        progress.accept(what + ": failed, see " + log());
        return Optional.empty();
      }
      RunResult.Migration run = RunFile.read(json).runs().getFirst().migrations().getFirst();
      Result result = new Result(link, way, technique, run, cpu.seconds());
      progress.accept(
          "%s, %s, %s: %.1f s, %.1f Mbit/s, downtime %.0f ms, %.1f s of processor"
              .formatted(
                  link,
                  technique,
                  way,
                  run.totalTimeMs().orElse(Double.NaN) / 1000,
                  result.throughput() / 1e6,
                  run.downtimeMs().orElse(Double.NaN),
                  result.cpuSeconds()));
      return Optional.of(result);
    }
  }

  Path log() {
    return directory.resolve("relay.log");
  }
}
