package dev.drover.cli.lab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.lab.Lab;
import dev.drover.lab.LabStatus;
import dev.drover.lab.file.LabFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Labs: data centres on this one machine. */
@Command(
    name = "lab",
    description = "Bring a data centre up on this machine, look at it, take it down.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover lab up scenarios/demo.yaml",
      "  drover lab status",
      "  drover lab console web",
      "  drover lab exec h1 -- tc -s qdisc",
      "  drover lab record-memory web --for 30s --output web.trace.gz",
      "  drover lab down",
    })
public final class LabCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "missing word: up, down, status, list, reset, console, exec or record-memory");
  }

  @Command(
      name = "up",
      description = "Bring a lab up and wait until its VMs answer and their workloads run.",
      mixinStandardHelpOptions = true)
  public int up(@Parameters(paramLabel = "FILE", description = "The lab file (YAML).") Path file) {
    LabFile lab = LabFile.read(file);
    long startedNs = System.nanoTime();
    PrintStream out = System.out;
    Screen screen = Screen.detect(System.getenv());
    out.println(
        "Bringing lab "
            + lab.name()
            + " up: "
            + lab.hosts().size()
            + " hosts, "
            + lab.vms().size()
            + " VMs");
    out.flush();
    Lab.up(lab, what -> step(out, screen, startedNs, what));
    step(out, screen, startedNs, "lab " + lab.name() + " is up");
    return ExitCode.OK;
  }

  private static void step(PrintStream out, Screen screen, long startedNs, String what) {
    double seconds = Duration.ofNanos(System.nanoTime() - startedNs).toMillis() / 1000.0;
    out.println(screen.plain(String.format(Locale.ROOT, "%6.1fs  %s", seconds, what)));
    out.flush();
  }

  @Command(
      name = "down",
      description = "Take a lab down, in whatever state it is; nothing is left behind.",
      mixinStandardHelpOptions = true)
  int down(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "Default: the only lab.")
          Optional<String> name) {
    String chosen = name.orElseGet(() -> Chosen.lab(Optional.empty()).name());
    Lab.down(chosen);
    System.out.println("lab " + chosen + " is down");
    return ExitCode.OK;
  }

  @Command(
      name = "status",
      description = "Show a lab's nodes and VMs as seen from this machine.",
      mixinStandardHelpOptions = true)
  int status(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "Default: the only lab.")
          Optional<String> name) {
    LabStatus status = Chosen.lab(name).status();
    LabPage.render(status, Screen.detect(System.getenv())).forEach(System.out::println);
    return status.well() ? ExitCode.OK : ExitCode.FAILED;
  }

  @Command(name = "list", description = "List the labs.", mixinStandardHelpOptions = true)
  int list() {
    List<Lab> labs = Lab.list();
    List<String> unreadable = Lab.unreadable();
    if (labs.isEmpty() && unreadable.isEmpty()) {
      System.out.println("No lab is up.");
      return ExitCode.OK;
    }
    Table table = new Table().left("lab").left("state").right("hosts").right("VMs").left("files");
    for (Lab lab : labs) {
      table.row(
          lab.name(),
          lab.complete() ? "up" : "incomplete",
          Integer.toString(lab.file().hosts().size()),
          Integer.toString(lab.file().vms().size()),
          lab.directory().toString());
    }
    unreadable.forEach(name -> table.row(name, "of another version", "–", "–", ""));
    table.render(Screen.detect(System.getenv())).forEach(System.out::println);
    return ExitCode.OK;
  }

  @Command(
      name = "reset",
      description = "Put every VM back to its first host as if just booted.",
      mixinStandardHelpOptions = true)
  int reset(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "Default: the only lab.")
          Optional<String> name) {
    Lab lab = Chosen.lab(name);
    long startedNs = System.nanoTime();
    Screen screen = Screen.detect(System.getenv());
    System.out.println("Resetting the VMs of lab " + lab.name());
    lab.resetVms(what -> step(System.out, screen, startedNs, what));
    return ExitCode.OK;
  }

  @Command(
      name = "console",
      description = "Join the terminal to a VM's serial console, wherever the VM is now.",
      mixinStandardHelpOptions = true)
  int console(
      @Parameters(paramLabel = "VM", description = "The VM.") String vm,
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only lab.")
          Optional<String> name) {
    return Console.join(Chosen.lab(name).consoleSocket(vm));
  }

  @Command(
      name = "exec",
      description = "Run a program inside the network of a host, client or switch.",
      mixinStandardHelpOptions = true)
  int exec(
      @Parameters(index = "0", paramLabel = "NODE", description = "Such as h1, or ctl.")
          String node,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "CMD",
              description = "The program and its arguments, after --.")
          List<String> command,
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only lab.")
          Optional<String> name) {
    if (command.isEmpty()) {
      throw CommandFailure.badInput("no program to run; say: drover lab exec " + node + " -- CMD");
    }
    return Chosen.lab(name).exec(node, command);
  }

  @Command(
      name = "record-memory",
      description = "Record which pages of its memory a VM writes, for simulated guests to replay.",
      mixinStandardHelpOptions = true)
  int recordMemory(
      @Parameters(paramLabel = "VM", description = "The VM; it runs on meanwhile.") String vm,
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "30s",
              description = "How long. Default: ${DEFAULT-VALUE}.")
          Duration span,
      @Option(
              names = "--every",
              paramLabel = "TIME",
              defaultValue = "100ms",
              description = "How often to look. Default: ${DEFAULT-VALUE}.")
          Duration every,
      @Option(
              names = "--output",
              paramLabel = "FILE",
              required = true,
              description = "The trace; compressed when its name ends in .gz.")
          Path file,
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only lab.")
          Optional<String> name) {
    return new RecordMemory(Chosen.lab(name), vm, span, every, file).run();
  }
}
