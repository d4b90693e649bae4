package dev.drover.cli.status;

import dev.drover.cli.command.Control;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Target;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.ControlStatus;
import dev.drover.control.observe.Observation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private static final Duration AGAIN = Duration.ofSeconds(1);

  @Option(names = "--watch", description = "Show it again every second, until Ctrl-C.")
  boolean watch;

  @Mixin private final Target target = new Target();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return Control.inside(spec, target.inventory(), "", this::run);
  }

  private int run(Control control) {
    Screen screen = Screen.detect(System.getenv());
    PrintStream out = System.out;
    if (!watch) {
      return print(control, screen, out, "");
    }
    CountDownLatch stop = new CountDownLatch(1);
    Interrupts.listen(_ -> stop.countDown());
    try {
      int code;
      do {
        // Home, and clear what is below only after drawing, so that nothing flickers.
        code = print(control, screen.measured(), out, screen.live() ? "\u001b[H" : "");
      } while (!out.checkError() && !stop.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.CANCELLED;
    }
  }

  private static int print(Control control, Screen screen, PrintStream out, String home) {
    ControlStatus now = control.controller().status();
    List<String> lines = new StatusPage(screen).render(now);
    StringBuilder page = new StringBuilder(home);
    for (String line : lines) {
      page.append(line).append(home.isEmpty() ? "" : "\u001b[K").append('\n');
    }
    out.print(page.append(home.isEmpty() ? "" : "\u001b[J"));
    out.flush();
    Observation seen = now.observation();
    return seen.unreachable().isEmpty() && seen.conflicts().isEmpty()
        ? ExitCode.OK
        : ExitCode.FAILED;
  }
}
