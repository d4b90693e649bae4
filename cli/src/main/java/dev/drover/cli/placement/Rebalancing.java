package dev.drover.cli.placement;

import dev.drover.agent.api.Decision;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.Control;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.execute.CancelSignal;
import dev.drover.control.placement.MeasuredScene;
import dev.drover.control.placement.PlacementAgents;
import dev.drover.control.placement.Scene;
import dev.drover.control.placement.TokenRun;
import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.Relocation;
import dev.drover.decide.communication.TrafficGraph;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sets the token going among the hosts and says what they decide. */
final class Rebalancing {
  private final Control control;
  private final Asked asked;
  private final Screen screen = Screen.detect(System.getenv());
  private final PrintStream out = System.out;
  private final CancelSignal cancel = new CancelSignal();

  Rebalancing(Control control, Asked asked) {
    this.control = control;
    this.asked = asked;
  }

  /** {@return the exit code} */
  int run() {
    MeasuredScene measured = new MeasuredScene(PlacementCommand.observer(control));
    Scene before = measured.await(cancel, PlacementCommand::sayWait);
    new ScenePage(screen).render(before, 5).forEach(out::println);
    busy(before);
    if (before.vms().isEmpty()) {
      out.println("No VM runs.");
      return ExitCode.OK;
    }
    Interrupts.listen(this::interrupted);
    out.println();
    List<Decision> decisions = asked.policy().central() ? rounds(measured, before) : token(before);
    Scene after = measured.await(cancel, PlacementCommand::sayWait);
    out.println();
    new ScenePage(screen).render(after, 5).forEach(out::println);
    long moved = TokenRun.moves(decisions);
    long failed = decisions.stream().filter(d -> d.to().isPresent() && !d.moved()).count();
    out.println();
    out.println(
        screen.plain(
            "%s moved%s; communication cost %s, was %s (%s)."
                .formatted(
                    ScenePage.vms(moved),
                    failed > 0 ? ", " + failed + " could not be" : "",
                    ScenePage.number(after.cost()),
                    ScenePage.number(before.cost()),
                    asked.policy().name())));
    write(before, after, decisions);
    return cancel.isCancelled()
        ? ExitCode.CANCELLED
        : failed > 0 || !after.unreachable().isEmpty() ? ExitCode.FAILED : ExitCode.OK;
  }

  private static void busy(Scene scene) {
    String at =
        scene.hosts().stream()
            .filter(host -> !host.token().part().equals("idle"))
            .map(Scene.Host::name)
            .collect(Collectors.joining(", "));
    if (!at.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "a token goes round already (now with "
              + at
              + "); wait, or end it with Ctrl-C where it was started");
    }
  }

  private List<Decision> token(Scene scene) {
    return new TokenRun(PlacementAgents.of(control.inventory()))
        .run(
            scene,
            asked.policy(),
            asked.rounds(),
            asked.together(),
            false,
            IntStream.range(0, scene.vms().size()).boxed().toList(),
            cancel,
            this::say);
  }

  /**
   * A central policy orders the VMs anew before each round, by what all hosts tell: each round has
   * a token of its own.
   */
  private List<Decision> rounds(MeasuredScene measured, Scene first) {
    List<Decision> all = new ArrayList<>();
    Scene scene = first;
    boolean still = false;
    for (int round = 1; round <= asked.rounds() && !cancel.isCancelled(); round++) {
      if (round > 1) {
        scene = measured.await(cancel, PlacementCommand::sayWait);
      }
      int now = round;
      int before = all.size();
      new TokenRun(PlacementAgents.of(control.inventory()))
          .run(
              scene,
              asked.policy(),
              1,
              asked.together(),
              still,
              byGain(scene),
              cancel,
              decision -> {
                all.add(decision.inRound(now));
                say(decision.inRound(now));
              });
      boolean moved = TokenRun.moves(all.subList(before, all.size())) > 0;
      if (asked.together() > 1 && still && !moved) {
        break;
      }
      still = !moved;
    }
    return all;
  }

  private static List<Integer> byGain(Scene scene) {
    TrafficGraph traffic = scene.traffic();
    Relocation relocation =
        new Relocation(
            scene.layers(), scene.weights(), CandidateRule.FIRST_THAT_LOWERS, traffic.mostPeers());
    int[] order =
        relocation.byGain(traffic, scene.serverOf(), (_, _) -> true, MigrationPrice.constant(0));
    return IntStream.of(order).boxed().toList();
  }

  private void say(Decision decision) {
    String where = decision.to().map(to -> " -> " + to).orElse("");
    String gain = decision.gain() > 0 ? ", cost falls by " + ScenePage.number(decision.gain()) : "";
    out.println(
        screen.plain(
            "round %d  %-12s %s%s  %s%s"
                .formatted(
                    decision.round(),
                    decision.vm(),
                    decision.from(),
                    where,
                    decision.text(),
                    decision.moved() ? gain : "")));
  }

  private void write(Scene before, Scene after, List<Decision> decisions) {
    asked.write(
        new PlacementJson.Rebalance(
            asked.policy().name(),
            asked.rounds(),
            cancel.isCancelled() ? "cancelled" : "completed",
            before.cost(),
            after.cost(),
            PlacementJson.Placement.of(before),
            Optional.of(PlacementJson.Placement.of(after)),
            decisions),
        out);
  }

  private void interrupted(int press) {
    if (press == 1) {
      cancel.cancel();
      System.err.println(
          "drover: ending the token: who holds it brings its migration to an end; Ctrl-C again to"
              + " leave at once");
    } else {
      System.err.println(
          "drover: left: the hosts go on with the token; 'drover placement show' shows it");
      Runtime.getRuntime().halt(ExitCode.CANCELLED);
    }
  }
}
