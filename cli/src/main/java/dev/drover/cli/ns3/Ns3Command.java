package dev.drover.cli.ns3;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Holds the packet network against ns-3. */
@Command(
    name = "ns3",
    description = {
      "Run the same transfers in Drover's packet network and in ns-3 and compare results and speed.",
      "Needs the Debian packages g++ and libns3-dev, which the launcher installs.",
    },
    mixinStandardHelpOptions = true)
public final class Ns3Command implements Callable<Integer> {
  private static final String NS3 =
      "3.37 of Debian: release profile, logging compiled in (its packaging enables it)";

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results here.")
  private @Nullable Path json;

  @Option(
      names = "--only",
      paramLabel = "CASE",
      split = ",",
      description = "Run these cases, by name or how the name begins (default: all).")
  private @Nullable List<String> only;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Seeds of each case that is drawn by lot (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each fixed case, for the speed (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Override
  public Integer call() {
    require("--seeds", seeds, 2);
    require("--repetitions", repetitions, 1);
    if (json != null) {
      Path directory = json.toAbsolutePath().getParent();
      if (directory == null || !Files.isWritable(directory)) {
        throw CommandFailure.badInput(
            "--json " + json + ": its directory is missing or not writable; name another");
      }
    }
    List<PeerFamily> chosen = chosen();
    System.out.println("building ns-3's part");
    Ns3Bench bench = new Ns3Bench(new DroverNetwork(), Ns3Program.build(), seeds, repetitions);
    List<CaseResult> results = new ArrayList<>();
    for (PeerFamily family : chosen) {
      System.out.println(
          (results.size() + 1) + "/" + chosen.size() + "  " + family.name() + ": " + family.what());
      System.out.flush();
      results.add(bench.measure(family));
    }
    Ns3Report report = new Ns3Report(Machine.describe(), NS3, results);
    System.out.println();
    report.lines(Screen.detect(System.getenv())).forEach(System.out::println);
    if (json != null) {
      ResultFile.write(json, report.json());
      System.out.println("wrote " + json);
    }
    return ExitCode.OK;
  }

  private static void require(String option, int value, int least) {
    if (value < least || value > 1000) {
      throw CommandFailure.badInput(option + " " + value + " must be from " + least + " to 1000");
    }
  }

  private List<PeerFamily> chosen() {
    List<PeerFamily> all = PeerCases.all();
    if (only == null) {
      return all;
    }
    List<String> names = all.stream().map(PeerFamily::name).toList();
    List<PeerFamily> chosen = new ArrayList<>();
    for (String word : only) {
      List<PeerFamily> meant =
          names.contains(word)
              ? all.stream().filter(family -> family.name().equals(word)).toList()
              : all.stream().filter(family -> family.name().startsWith(word)).toList();
      if (meant.isEmpty()) {
        throw CommandFailure.badInput(
            "--only " + word + " is not a case; use one of " + String.join(", ", names));
      }
      meant.stream().filter(family -> !chosen.contains(family)).forEach(chosen::add);
    }
    return chosen;
  }
}
