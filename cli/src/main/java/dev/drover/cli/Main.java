package dev.drover.cli;

import dev.drover.cli.bench.BenchCommand;
import dev.drover.cli.command.Errors;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.demo.DemoCommand;
import dev.drover.cli.evacuate.EvacuateCommand;
import dev.drover.cli.evacuate.MigrateCommand;
import dev.drover.cli.evacuate.PlanCommand;
import dev.drover.cli.evacuate.PoliciesCommand;
import dev.drover.cli.lab.LabCommand;
import dev.drover.cli.placement.PlacementCommand;
import dev.drover.cli.placement.RebalanceCommand;
import dev.drover.cli.report.ReportCommand;
import dev.drover.cli.reproduce.ReproduceCommand;
import dev.drover.cli.sdn.SdnCommand;
import dev.drover.cli.simulate.SimulateCommand;
import dev.drover.cli.status.StatusCommand;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.xia.XiaCommand;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.Transport;
import dev.drover.model.unit.Durations;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The {@code drover} command. */
@Command(
    name = "drover",
    description = "Moves running virtual machines between hosts, watching the network they share.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover demo                              the whole story, in five minutes",
      "  drover lab up scenarios/demo.yaml        bring a lab up",
      "  drover plan evacuate h1                  what would be done, and why",
      "  drover evacuate h1 --json result.json    do it",
      "  drover report result.json                and look at it",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; for an evacuation, some VM did not move",
      "2:wrong arguments or a wrong file; nothing was done",
      "3:infeasible: capacity or an SLA stands in the way; nothing was done",
      "130:cancelled with Ctrl-C; every VM runs",
    })
public final class Main {
  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          LabCommand.class,
          SdnCommand.class,
          XiaCommand.class,
          StatusCommand.class,
          PlanCommand.class,
          EvacuateCommand.class,
          MigrateCommand.class,
          PoliciesCommand.class,
          PlacementCommand.class,
          RebalanceCommand.class,
          SimulateCommand.class,
          BenchCommand.class,
          ReportCommand.class,
          ReproduceCommand.class);

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show what is logged, and stack traces.")
  boolean debug;

  Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Interrupts.endUnlessHeard(ExitCode.CANCELLED);
    int code = run(List.of(arguments), System.out, System.err);
    System.out.flush();
    System.exit(code);
  }

  /** {@return the exit code of a command} */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    boolean debug = arguments.contains("--debug");
    if (debug) {
      System.setProperty("drover.log", "DEBUG");
    }
    Errors errors = new Errors(err, debug);
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    asked(arguments).forEach(line::addSubcommand);
    line.registerConverter(Priority.class, converter(Priority::parse))
        .registerConverter(Technique.class, converter(Technique::parse))
        .registerConverter(Transport.class, converter(Transport::parse))
        .registerConverter(Duration.class, converter(Durations::parse))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer(out))
        .setErr(writer(err))
        .setParameterExceptionHandler((e, _) -> errors.arguments(e))
        .setExecutionExceptionHandler((e, _, _) -> errors.execution(e))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(96);
    return line.execute(arguments.toArray(String[]::new));
  }

  /**
   * {@return the command that comes first, or all of them} To build them all, of which one is
   * wanted, takes longer than anything else that a short command does.
   */
  private static List<Class<?>> asked(List<String> arguments) {
    Optional<String> word = arguments.stream().dropWhile("--debug"::equals).findFirst();
    return COMMANDS.stream()
        .filter(each -> word.equals(Optional.of(each.getAnnotation(Command.class).name())))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private static PrintWriter writer(PrintStream stream) {
    Charset charset = stream.charset();
    return new PrintWriter(stream, true, charset);
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}
