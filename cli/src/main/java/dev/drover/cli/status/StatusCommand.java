package dev.drover.cli.status;

import dev.drover.cli.command.Control;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Target;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Watch;
import dev.drover.control.ControlStatus;
import dev.drover.control.observe.Observation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows hosts, VMs and running migrations, once or again and again. */
@Command(
    name = "status",
    description = "Show hosts, VMs and running migrations.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  drover status", "  drover status --watch", "  drover status --lab demo"})
public final class StatusCommand implements Callable<Integer> {
  @Option(names = "--watch", description = "Show it again every second, until Ctrl-C.")
  boolean watch;

  @Mixin private final Target target = new Target();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return Control.inside(spec, target.inventory(), "", this::run);
  }

  private int run(Control control) {
    return Watch.show(
        watch,
        System.out,
        Screen.detect(System.getenv()),
        screen -> page(control, screen),
        ExitCode.CANCELLED);
  }

  private static Watch.Page page(Control control, Screen screen) {
    ControlStatus now = control.controller().status();
    Observation seen = now.observation();
    boolean well = seen.unreachable().isEmpty() && seen.conflicts().isEmpty();
    return new Watch.Page(new StatusPage(screen).render(now), well ? ExitCode.OK : ExitCode.FAILED);
  }
}
