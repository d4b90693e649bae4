package dev.drover.cli.bench;

import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Script;
import dev.drover.cli.lab.Steady;
import dev.drover.lab.Lab;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Measures the cases of a plan that have no result yet. */
final class Bench {
  private final Plan plan;
  private final Results results;
  private final Path directory;
  private final Path scenario;
  private final Script script;
  private final PrintStream out;
  private final LabTurns labs;
  private final List<String> failed = new ArrayList<>();
  private final int wanted;
  private int done;

  Bench(Plan plan, Results results, Path directory, Path scenario, Script script, PrintStream out) {
    this.plan = plan;
    this.results = results;
    this.directory = directory;
    this.scenario = scenario;
    this.script = script;
    this.out = out;
    this.labs = new LabTurns(script, log(), out);
    this.wanted = plan.all().size();
    this.done = (int) plan.all().stream().filter(results::has).count();
  }

  /** {@return the names of the cases that failed} */
  List<String> run() throws IOException, InterruptedException {
    for (Part part : Part.values()) {
      if (plan.has(part)) {
        measure(part);
      }
    }
    return List.copyOf(failed);
  }

  private void measure(Part part) throws IOException, InterruptedException {
    switch (part) {
      case POLICIES -> policies();
      case DRAWN -> drawn();
      case IDLE -> idles();
      case SINGLE -> {
        for (TrafficClass vm : Plan.DIRECTIONS) {
          singles(vm);
        }
      }
      case GANG -> {
        for (TrafficClass vms : Plan.DIRECTIONS) {
          for (TrafficClass destination : Plan.DIRECTIONS) {
            gangs(vms, destination);
          }
        }
      }
    }
  }

  private void singles(TrafficClass vm) throws IOException, InterruptedException {
    List<List<Case.Single>> rounds = new ArrayList<>();
    for (int i = 1; i <= plan.repetitions(); i++) {
      for (Technique technique : Technique.values()) {
        List<Case.Single> round = Plan.round(vm, technique, i);
        if (!round.stream().allMatch(results::has)) {
          rounds.add(round);
        }
      }
    }
    Path file = write("single-" + Case.word(vm), BenchLabs.matrix(vm));
    labs.run(
        file,
        rounds,
        (lab, round) -> {
          for (int i = 0; i < round.size() && !script.cancelled(); i++) {
            Case.Single one = round.get(i);
            List<String> command =
                List.of(
                    "migrate",
                    "vm",
                    Plan.ROUND.get(i + 1),
                    "--technique",
                    one.technique().toString(),
                    "--policy",
                    "qemu-serial");
            if (!measure(lab, one, command)) {
              return false;
            }
          }
          return true;
        });
  }

  /** A policy that did not get a gang moved in one run is not tried again: that takes long. */
  private void gangs(TrafficClass vms, TrafficClass destination)
      throws IOException, InterruptedException {
    List<Case.Gang> cases = new ArrayList<>();
    Plan.GANG_POLICIES.forEach(policy -> cases.addAll(plan.gangs(vms, destination, policy)));
    cases.removeIf(results::has);
    Path file =
        write(
            "gang-" + Case.word(vms) + "-to-" + Case.word(destination),
            BenchLabs.gang(vms, destination));
    Set<String> endless = new TreeSet<>();
    labs.run(
        file,
        cases,
        (lab, one) -> {
          if (endless.contains(one.policy())) {
            say("skipped  " + one.file() + ": did not end before");
            failed.add(one.file());
            return true;
          }
          if (!measure(lab, one, List.of("evacuate", "a", "--policy", one.policy()))) {
            endless.add(one.policy());
          }
          return false;
        });
  }

  private void idles() throws IOException, InterruptedException {
    List<Case.Idle> cases = new ArrayList<>(plan.idles());
    cases.removeIf(results::has);
    labs.run(
        write("idle", BenchLabs.idle()),
        cases,
        (lab, one) -> {
          measure(lab, one, List.of("evacuate", "a"));
          return false;
        });
  }

  private void policies() throws IOException, InterruptedException {
    List<Case.Whole> cases = new ArrayList<>();
    for (int i = 0; i < plan.repetitions(); i++) {
      for (List<Case.Whole> repetitions : plan.wholes()) {
        cases.add(repetitions.get(i));
      }
    }
    wholes(scenario, cases);
  }

  private void drawn() throws IOException, InterruptedException {
    for (long seed : plan.seeds()) {
      wholes(write(DrawnScenario.name(seed), DrawnScenario.lab(seed)), Plan.drawn(seed));
    }
  }

  private void wholes(Path lab, List<Case.Whole> all) throws IOException, InterruptedException {
    List<Case.Whole> cases = new ArrayList<>(all);
    cases.removeIf(results::has);
    labs.run(
        lab,
        cases,
        (up, one) -> {
          List<String> command =
              new ArrayList<>(List.of("evacuate", "h1", "--policy", one.policy()));
          one.priority().ifPresent(p -> command.addAll(List.of("--priority", p.toString())));
          measure(up, one, command);
          return false;
        });
  }

  /** {@return whether every VM of the case has moved} */
  private boolean measure(Lab lab, Case one, List<String> command)
      throws IOException, InterruptedException {
    Steady.await(lab);
    Path file = results.file(one);
    boolean known = results.has(one);
    Files.deleteIfExists(file);
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--lab", lab.name(), "--yes", "--json", file.toString()));
    int code = script.run(all, log());
    if (script.cancelled()) {
      return false;
    }
    done += (results.has(one) ? 1 : 0) - (known ? 1 : 0);
    Optional<Double> ms = results.read(one).map(run -> run.evacuation().totalTimeMs());
    String what =
        ms.map(t -> String.format(Locale.ROOT, "%.1f s", t / 1000)).orElse("failed, see " + log());
    say(String.format(Locale.ROOT, "%3d/%d  %s: %s", done, wanted, one.file(), what));
    if (code != ExitCode.OK) {
      failed.add(one.file());
    }
    return code == ExitCode.OK;
  }

  private Path log() {
    return directory.resolve("bench.log");
  }

  private Path write(String name, String text) throws IOException {
    Path labs = Files.createDirectories(directory.resolve("labs"));
    return Files.writeString(labs.resolve(name + ".yaml"), text);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  static Duration left(Plan plan, Results results) {
    return Plan.estimate(plan.all().stream().filter(one -> !results.has(one)).toList());
  }
}
