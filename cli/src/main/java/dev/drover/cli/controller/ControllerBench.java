package dev.drover.cli.controller;

import dev.drover.cli.controller.PeerResult.Setting;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures controllers by turns, round by round, so that whatever else the machine does is in the
 * way of all. All run from beginning to end; one that is not asked anything has no switches and
 * rests.
 */
final class ControllerBench {
  /** Before counting, in every measurement. */
  private static final Duration RAMP = Duration.ofMillis(300);

  /** In which JVMs find out what to compile. */
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  private final Plan plan;
  private final PrintStream progress;

  /**
   * How much is measured.
   *
   * @param switches each number of them is measured
   * @param time of one measurement
   */
  record Plan(List<Integer> switches, int window, Duration time, int rounds) {
    Plan {
      switches = switches.stream().sorted().distinct().toList();
    }
  }

  ControllerBench(Plan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** One that answers, whatever it is. */
  private record Target(String name, InetSocketAddress address, Supplier<Duration> cpu) {}

  /**
   * What came out.
   *
   * @param limit what the generator does with a controller that does nothing
   */
  record Outcome(List<PeerResult> peers, PeerResult limit) {}

  Outcome run(List<Peer> peers, Path scratch) throws IOException, InterruptedException {
    List<PeerProcess> started = new ArrayList<>();
    try (EchoController echo = EchoController.start()) {
      List<Target> targets = new ArrayList<>();
      for (Peer peer : peers) {
        PeerProcess process = PeerProcess.start(peer, scratch);
        started.add(process);
        targets.add(new Target(peer.name(), process.address(), process::cpu));
      }
      targets.add(new Target("generator's limit", echo.address(), () -> Duration.ZERO));
      Map<Target, Map<Integer, List<Round>>> rounds = measure(targets, started);
      List<PeerResult> results = new ArrayList<>();
      for (int i = 0; i < peers.size(); i++) {
        Peer peer = peers.get(i);
        results.add(PeerResult.of(peer.name(), peer.what(), settings(rounds, targets.get(i))));
      }
      Target limit = targets.getLast();
      return new Outcome(
          results,
          PeerResult.of(
              limit.name(),
              "a controller that copies answers without looking, in the generator's JVM",
              settings(rounds, limit)));
    } finally {
      started.forEach(PeerProcess::close);
    }
  }

  private static List<Setting> settings(
      Map<Target, Map<Integer, List<Round>>> rounds, Target target) {
    return rounds.getOrDefault(target, Map.of()).entrySet().stream()
        .map(entry -> Setting.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Map<Target, Map<Integer, List<Round>>> measure(
      List<Target> targets, List<PeerProcess> started) throws IOException {
    Map<Target, Map<Integer, List<Round>>> rounds = new LinkedHashMap<>();
    for (Target target : targets) {
      progress.println("warming up " + target.name());
      progress.flush();
      try (Generator generator =
          new Generator(target.address(), plan.switches().getLast(), target.cpu())) {
        generator.introduce();
        generator.ask(plan.switches().getLast(), plan.window(), RAMP, WARM_UP);
      } catch (IOException | IllegalStateException e) {
        throw failed(target, started, e);
      }
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (int switches : plan.switches()) {
        for (Target target : targets) {
          Round one;
          try {
            one = measure(target, switches);
          } catch (IOException | IllegalStateException e) {
            throw failed(target, started, e);
          }
          rounds
              .computeIfAbsent(target, _ -> new LinkedHashMap<>())
              .computeIfAbsent(switches, _ -> new ArrayList<>())
              .add(one);
          progress.printf(
              "round %d/%d  %d switches  %-18s %8.0f/s  alone %6.0f µs%n",
              round,
              plan.rounds(),
              switches,
              target.name(),
              one.loaded().perSecond(),
              one.alone().micros(50));
          progress.flush();
        }
      }
    }
    return rounds;
  }

  private Round measure(Target target, int switches) throws IOException {
    try (Generator generator = new Generator(target.address(), switches, target.cpu())) {
      generator.introduce();
      Answers alone = generator.ask(1, 1, RAMP, plan.time());
      return new Round(alone, generator.ask(switches, plan.window(), RAMP, plan.time()));
    }
  }

  private static RuntimeException failed(
      Target target, List<PeerProcess> started, Exception cause) {
    for (PeerProcess process : started) {
      if (process.peer().name().equals(target.name())) {
        return process.failed(String.valueOf(cause.getMessage()));
      }
    }
    return new IllegalStateException(cause);
  }
}
