package dev.drover.cli.xia;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.command.Script;
import dev.drover.cli.lab.LabCommand;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.lab.file.LabFile;
import dev.drover.model.Technique;
import dev.drover.model.Transport;
import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** XIA in a lab: bring it up, and ask its nodes. */
@Command(
    name = "xia",
    description = "Bring up a lab that speaks XIA, and look at what its nodes know.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover xia up scenarios/xia-inter.yaml",
      "  drover xia migrate vm b",
      "  drover xia ping b --from c",
      "  drover xia trace b --from c",
      "  drover xia names",
      "  drover xia routes r1",
      "  drover lab down",
    })
public final class XiaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "missing word: up, migrate, ping, trace, names or routes");
  }

  @Command(
      name = "up",
      description = "Bring a lab up whose routers are gateways of XIA domains.",
      mixinStandardHelpOptions = true)
  int up(@Parameters(paramLabel = "FILE", description = "A lab file with 'xia'.") Path file) {
    if (LabFile.read(file).xia().isEmpty()) {
      throw CommandFailure.badInput(file + ": it has no 'xia'; add it, or use 'drover lab up'");
    }
    return new LabCommand().up(file);
  }

  @Command(
      name = "migrate",
      description =
          "Move a VM as 'drover migrate' does, and show what its client saw: how long the VM was frozen, how long it was not reached after, and when it answered.",
      mixinStandardHelpOptions = true)
  int migrate(
      @Parameters(index = "0", paramLabel = "VM", description = "The VM to move.") String vm,
      @Parameters(index = "1", paramLabel = "HOST", description = "Where to.") String host,
      @Option(
              names = "--technique",
              paramLabel = "T",
              description = "pre-copy, post-copy or hybrid (default: the policy decides).")
          Optional<Technique> technique,
      @Option(
              names = "--transport",
              paramLabel = "T",
              description = "As for 'drover migrate' (default: direct).")
          Optional<Transport> transport,
      @Option(
              names = "--json",
              paramLabel = "FILE",
              description = "Write the migration's result, and what was seen as 'gap'.")
          Optional<Path> json,
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only such lab.")
          Optional<String> lab) {
    json.ifPresent(file -> OutputFile.check("--json", file));
    List<String> options = new ArrayList<>();
    technique.ifPresent(t -> options.addAll(List.of("--technique", t.toString())));
    transport.ifPresent(t -> options.addAll(List.of("--transport", t.toString())));
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    return new WatchedMigration(XiaNodes.of(lab).lab(), vm, host)
        .run(new Script(arguments), options, json);
  }

  @Command(
      name = "ping",
      description = "Send echoes to a node, a name or an address.",
      mixinStandardHelpOptions = true)
  int ping(
      @Parameters(
              paramLabel = "TARGET",
              description = "A node such as b, a name such as b.xia-inter.xia, or 'RE …'.")
          String target,
      @Option(names = "--from", paramLabel = "NODE", description = "Default: the first client.")
          Optional<String> from,
      @Option(
              names = "--count",
              paramLabel = "N",
              defaultValue = "4",
              description = "How many. Default: ${DEFAULT-VALUE}.")
          int count,
      @Option(
              names = "--every",
              paramLabel = "TIME",
              defaultValue = "1s",
              description = "Default: ${DEFAULT-VALUE}; 100us or more.")
          Duration every,
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only such lab.")
          Optional<String> lab) {
    if (count < 1 || every.compareTo(Duration.ofNanos(100_000)) < 0) {
      throw CommandFailure.badInput("--count must be at least 1 and --every at least 100us");
    }
    XiaNodes nodes = XiaNodes.of(lab);
    String source = source(nodes, from);
    Dag to = nodes.address(target, source);
    System.out.println("From " + source + " to " + DagText.brief(to));
    Echoes echoes = new Echoes();
    nodes.follow(
        source,
        line -> {
          System.out.println(echoes.heard(line));
          System.out.flush();
        },
        "ping",
        Integer.toString(count),
        Long.toString(every.toNanos() / 1000),
        "56",
        to.toString());
    System.out.println(echoes.summary());
    return echoes.answered() > 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  @Command(
      name = "trace",
      description = "Show the routers on the way to a node, a name or an address.",
      mixinStandardHelpOptions = true)
  int trace(
      @Parameters(paramLabel = "TARGET", description = "As for ping.") String target,
      @Option(names = "--from", paramLabel = "NODE", description = "Default: the first client.")
          Optional<String> from,
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only such lab.")
          Optional<String> lab) {
    XiaNodes nodes = XiaNodes.of(lab);
    String source = source(nodes, from);
    Dag to = nodes.address(target, source);
    Map<String, String> known = nodes.known();
    List<String> last = new ArrayList<>();
    nodes.follow(
        source,
        line -> {
          last.add(line);
          System.out.println(Echoes.hop(line, known));
          System.out.flush();
        },
        "traceroute",
        to.toString());
    return !last.isEmpty() && last.getLast().contains(" reply ") ? ExitCode.OK : ExitCode.FAILED;
  }

  @Command(
      name = "names",
      description = "Show the names that are kept and what they stand for.",
      mixinStandardHelpOptions = true)
  int names(
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only such lab.")
          Optional<String> lab) {
    XiaNodes nodes = XiaNodes.of(lab);
    Map<String, String> known = nodes.known();
    Table table = new Table().left("name").left("address");
    for (String line : nodes.ask(nodes.anyHost(), "names")) {
      String[] parts = line.split(" ", 2);
      table.row(
          parts[0],
          parts[1].startsWith("DAG") ? Echoes.brief(DagText.parse(parts[1]), known) : parts[1]);
    }
    table.render(Screen.detect(System.getenv())).forEach(System.out::println);
    return ExitCode.OK;
  }

  @Command(
      name = "routes",
      description = "Show the routes of a node, or of all routers.",
      mixinStandardHelpOptions = true)
  int routes(
      @Parameters(paramLabel = "NODE", arity = "0..1", description = "Default: all routers.")
          Optional<String> node,
      @Option(names = "--lab", paramLabel = "NAME", description = "Default: the only such lab.")
          Optional<String> lab) {
    XiaNodes nodes = XiaNodes.of(lab);
    node.ifPresent(nodes::check);
    Map<String, String> known = nodes.known();
    Table table =
        new Table().left("node").left("identifier").left("is").left("link").left("next hop");
    List<String> shown =
        node.map(List::of)
            .orElseGet(
                () -> nodes.lab().file().routers().stream().map(LabFile.Router::name).toList());
    for (String each : shown) {
      for (String line : nodes.ask(each, "routes")) {
        String[] parts = line.split(" ", -1);
        boolean here = parts[1].equals("here");
        table.row(
            each,
            Echoes.brief(parts[0]),
            known.getOrDefault(parts[0], ""),
            here ? "here" : parts[1],
            here ? "" : known.getOrDefault(parts[2], Echoes.brief(parts[2])));
      }
    }
    table.render(Screen.detect(System.getenv())).forEach(System.out::println);
    return ExitCode.OK;
  }

  private static String source(XiaNodes nodes, Optional<String> from) {
    from.ifPresent(nodes::check);
    List<String> clients = nodes.lab().file().clients();
    return from.orElseGet(() -> clients.isEmpty() ? nodes.anyHost() : clients.getFirst());
  }
}
