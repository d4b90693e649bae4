package dev.drover.cli.placement;

import dev.drover.cli.command.Control;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.command.Target;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Watch;
import dev.drover.control.inventory.Agents;
import dev.drover.control.placement.PlacementAgents;
import dev.drover.control.placement.Scene;
import dev.drover.control.placement.SceneObserver;
import dev.drover.control.result.ResultFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at where VMs are, and at what their traffic costs the network. */
@Command(
    name = "placement",
    description = "Show what the traffic between VMs costs the network as they are placed.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover placement show",
      "  drover placement show --top 30",
      "  drover placement show --watch",
      "  drover placement show --json placement.json",
    })
public final class PlacementCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "missing word: show");
  }

  @Command(
      name = "show",
      description = "Show communication cost, traffic of each level, VMs and the busiest pairs.",
      mixinStandardHelpOptions = true)
  int show(
      @Option(
              names = "--top",
              paramLabel = "N",
              defaultValue = "10",
              description = "How many pairs (default: 10).")
          int top,
      @Option(names = "--watch", description = "Show it again every second, until Ctrl-C.")
          boolean watch,
      @Option(
              names = "--json",
              paramLabel = "FILE",
              description = "Write all of it, as one JSON object.")
          @Nullable Path json,
      @Mixin Target target) {
    if (json != null) {
      OutputFile.check("--json", json);
    }
    return Control.inside(
        spec,
        target.inventory(),
        "",
        control -> {
          SceneObserver observer = observer(control);
          return Watch.show(
              watch,
              System.out,
              Screen.detect(System.getenv()),
              screen -> {
                Scene scene = observer.observe();
                if (json != null) {
                  ResultFile.write(json, PlacementJson.text(PlacementJson.Placement.of(scene)));
                }
                return new Watch.Page(
                    new ScenePage(screen).render(scene, top),
                    scene.unreachable().isEmpty() ? ExitCode.OK : ExitCode.FAILED);
              },
              ExitCode.CANCELLED);
        });
  }

  /** Says why it takes longer: whoever waits should not have to guess. */
  static void sayWait(Duration left) {
    System.err.printf(
        Locale.ROOT,
        "drover: %.0f s more until all traffic has been measured over a whole window%n",
        Math.ceil(left.toMillis() / 1000.0));
  }

  static SceneObserver observer(Control control) {
    return new SceneObserver(
        Agents.of(control.inventory()), PlacementAgents.of(control.inventory()));
  }
}
