package dev.drover.cli.sdn;

import dev.drover.calls.CallException;
import dev.drover.calls.Json;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Watch;
import dev.drover.sdn.SdnConfig;
import dev.drover.sdn.SdnConfigFile;
import dev.drover.sdn.SdnDaemon;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.SdnClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The OpenFlow controller: run it, or look at the network as it knows it. */
@Command(
    name = "sdn",
    description = "Run an OpenFlow 1.3 controller, or look at the network that it routes.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover sdn run controller.yaml",
      "  drover sdn topology --watch",
      "  drover sdn topology --svg network.svg",
      "  drover sdn paths --controller http://10.99.0.1:7453",
      "  drover sdn stats --json",
    })
public final class SdnCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "missing word: run, topology, paths or stats");
  }

  @Command(
      name = "run",
      description = "Run the controller here until Ctrl-C; flows stay on the switches then.",
      mixinStandardHelpOptions = true)
  int run(@Parameters(paramLabel = "CONFIG.yaml", description = "Its configuration.") Path file) {
    // What a controller says about switches is what it is run in the foreground for.
    System.setProperty("drover.log", System.getProperty("drover.log", "INFO"));
    SdnConfig config = SdnConfigFile.read(file);
    SdnDaemon daemon;
    try {
      daemon = new SdnDaemon(config);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, file + ": " + e.getMessage(), e);
    }
    Interrupts.listen(_ -> daemon.close());
    System.out.println(daemon.describe());
    System.out.flush();
    try {
      daemon.await();
      return ExitCode.OK;
    } catch (IllegalStateException e) {
      throw new CommandFailure(ExitCode.FAILED, "the controller failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.CANCELLED;
    } finally {
      daemon.close();
    }
  }

  @Command(
      name = "topology",
      description = "Show switches, links and hosts with their loads.",
      mixinStandardHelpOptions = true)
  int topology(
      @Option(
              names = "--svg",
              paramLabel = "FILE",
              description = "Write it as a picture too; with --watch again and again.")
          Optional<Path> svg,
      @Option(names = "--watch", description = "Show it again every second, until Ctrl-C.")
          boolean watch,
      @Option(names = "--json", description = "Print what the controller answers, as JSON.")
          boolean json,
      @Mixin ControllerTarget target) {
    svg.ifPresent(file -> OutputFile.check("--svg", file));
    return target.inside(
        spec,
        client ->
            show(
                client,
                watch,
                json,
                page -> {
                  svg.ifPresent(file -> write(file, NetworkPicture.draw(page.network())));
                  return page.topology();
                }));
  }

  @Command(
      name = "paths",
      description = "Show the routes in use: whose, over which switches, at what rate.",
      mixinStandardHelpOptions = true)
  int paths(
      @Option(names = "--watch", description = "Show them again every second, until Ctrl-C.")
          boolean watch,
      @Option(names = "--json", description = "Print what the controller answers, as JSON.")
          boolean json,
      @Mixin ControllerTarget target) {
    return target.inside(spec, client -> show(client, watch, json, NetworkPage::paths));
  }

  @Command(
      name = "stats",
      description = "Show rates and utilisation of each link and host, and which links are taken.",
      mixinStandardHelpOptions = true)
  int stats(
      @Option(names = "--watch", description = "Show them again every second, until Ctrl-C.")
          boolean watch,
      @Option(names = "--json", description = "Print what the controller answers, as JSON.")
          boolean json,
      @Mixin ControllerTarget target) {
    return target.inside(spec, client -> show(client, watch, json, NetworkPage::stats));
  }

  private static int show(
      SdnClient client, boolean watch, boolean json, Function<NetworkPage, List<String>> draw) {
    return Watch.show(
        watch,
        System.out,
        Screen.detect(System.getenv()),
        screen -> {
          NetworkStatus network;
          try {
            network = client.status();
          } catch (CallException e) {
            if (!watch || e.kind() != CallException.Kind.UNREACHABLE) {
              throw e;
            }
            String problem = "no answer, asking again: " + e.getMessage();
            return new Watch.Page(
                json ? List.of() : List.of(screen.plain(problem)), ExitCode.FAILED);
          }
          List<String> lines = draw.apply(new NetworkPage(network, screen));
          return new Watch.Page(json ? json(network) : lines, ExitCode.OK);
        },
        ExitCode.CANCELLED);
  }

  private static List<String> json(NetworkStatus network) {
    return Json.MAPPER
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(network)
        .lines()
        .toList();
  }

  private static void write(Path file, String picture) {
    try {
      Files.writeString(file, picture);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "--svg " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
