package dev.drover.cli.placement;

import dev.drover.agent.api.Decision;
import dev.drover.cli.command.Control;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.control.execute.CancelSignal;
import dev.drover.control.placement.MeasuredScene;
import dev.drover.control.placement.Scene;
import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Resource;
import dev.drover.simulate.datacentre.TokenRounds;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the token would do by the traffic as it is now: the hosts' deciders in a simulated round, in
 * which migrations take no time and cost nothing.
 */
final class DryRun {
  private final Control control;
  private final Asked asked;
  private final Screen screen = Screen.detect(System.getenv());
  private final PrintStream out = System.out;

  DryRun(Control control, Asked asked) {
    this.control = control;
    this.asked = asked;
  }

  int run() {
    Scene scene =
        new MeasuredScene(PlacementCommand.observer(control))
            .await(new CancelSignal(), PlacementCommand::sayWait);
    new ScenePage(screen).render(scene, 5).forEach(out::println);
    if (scene.vms().isEmpty()) {
      out.println("No VM runs.");
      return ExitCode.OK;
    }
    TokenRounds token = token(scene);
    double before = token.cost();
    List<Decision> decisions = new ArrayList<>();
    Table table =
        new Table().right("round").left("VM").left("from").left("to").right("cost falls by");
    for (int round = 1; round <= asked.rounds(); round++) {
      hold(scene, token, round, decisions);
    }
    decisions.forEach(move ->
        table.row(
            Integer.toString(move.round()),
            move.vm(),
            move.from(),
            move.to().orElse(""),
            ScenePage.number(move.gain())));
    out.println();
    if (decisions.isEmpty()) {
      out.println("No VM would move.");
    } else {
      table.render(screen).forEach(out::println);
    }
    out.println(
        screen.plain(
            "Communication cost %s, %s with these %d moves (%s). Nothing was done."
                .formatted(
                    ScenePage.number(before),
                    ScenePage.number(token.cost()),
                    decisions.size(),
                    asked.policy().name())));
    asked.write(
        new PlacementJson.Rebalance(
            asked.policy().name(),
            asked.rounds(),
            "planned",
            before,
            token.cost(),
            PlacementJson.Placement.of(scene),
            Optional.empty(),
            decisions),
        out);
    return ExitCode.OK;
  }

  private void hold(Scene scene, TokenRounds token, int round, List<Decision> decisions) {
    for (int turn = 0; turn < scene.vms().size(); turn++) {
      int[] at = token.allocation().serverOf().clone();
      double before = token.cost();
      if (!token.step()) {
        continue;
      }
      long hop = (long) (round - 1) * scene.vms().size() + turn + 1;
      for (int vm = 0; vm < at.length; vm++) {
        if (vm != token.holder() && at[vm] != token.allocation().serverOf(vm)) {
          decisions.add(planned(scene, token, at, vm, hop, 0));
        }
      }
      decisions.add(planned(scene, token, at, token.holder(), hop, before - token.cost()));
    }
  }

  /** One of the VMs that would go when one of them holds the token. */
  private static Decision planned(
      Scene scene, TokenRounds token, int[] at, int vm, long hop, double gain) {
    return new Decision(
        0,
        0,
        hop,
        token.number(),
        scene.vms().get(vm).name(),
        scene.hosts().get(at[vm]).name(),
        Optional.of(scene.hosts().get(token.allocation().serverOf(vm)).name()),
        gain,
        false,
        0,
        "planned");
  }

  private TokenRounds token(Scene scene) {
    int[] slots =
        scene.hosts().stream()
            .mapToInt(host -> host.slots().orElse(Integer.MAX_VALUE / scene.hosts().size()))
            .toArray();
    Resource memory =
        new Resource(
            "memory",
            scene.hosts().stream().mapToInt(host -> mebibytes(host.memory().count())).toArray(),
            scene.vms().stream().mapToInt(vm -> mebibytes(vm.memory().count())).toArray());
    Allocation allocation = Allocation.of(new Capacity(slots, List.of(memory)), scene.serverOf());
    return new TokenRounds(
        scene.layers(),
        scene.traffic(),
        allocation,
        new TokenRounds.Settings(
            asked.policy(),
            CandidateRule.FIRST_THAT_LOWERS,
            scene.weights(),
            MigrationPrice.constant(0),
            0,
            asked.together()));
  }

  private static int mebibytes(long bytes) {
    return Math.toIntExact(bytes >> 20);
  }
}
