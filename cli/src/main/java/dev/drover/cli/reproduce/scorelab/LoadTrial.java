package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.report.RunFile;
import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.cli.reproduce.lab.Iperf;
import dev.drover.control.result.RunResult;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A VM goes to and fro in one lab under every load, in an order that is drawn anew for each turn,
 * so that a machine that changes with time changes for all loads alike.
 *
 * @param turns how often each load has its turn, which is one migration there and one back
 */
record LoadTrial(int turns) implements MeasuredTrial {
  /** After which a migration is cancelled: the VM stays where it was. */
  static final Duration LIMIT = Duration.ofSeconds(90);

  private static final int PAYLOAD = 1448;

  /** With the headers of UDP, IP and Ethernet: what the link's token bucket counts. */
  private static final int FRAME = PAYLOAD + 8 + 20 + 14;

  /**
   * More than the queue of the link holds: else its fullness would hold the sender back, and the
   * rate would not be constant.
   */
  private static final String SOCKET = "208K";

  @Override
  public String label() {
    return "migrations under load";
  }

  /** {@return how many datagrams a second the background has} */
  static double datagrams(int percent) {
    return BusyLab.RATE * 1e6 * percent / 100 / (8 * FRAME);
  }

  @Override
  public Outcome measure(Workbench bench, int repetition) throws IOException, InterruptedException {
    return bench.inLab(BusyLab.yaml(), lab -> migrations(bench, lab, repetition));
  }

  private Outcome migrations(Workbench bench, Lab lab, int repetition)
      throws IOException, InterruptedException {
    for (String host : List.of(BusyLab.FIRST, BusyLab.SECOND)) {
      Process process = new ProcessBuilder(lab.entering(host, BusyLab.addBackground(host))).start();
      if (process.waitFor() != 0) {
        throw new CommandFailure(ExitCode.FAILED, "host " + host + " takes no second address");
      }
    }
    // A new lab's first migrations are slower than any after them: agents have yet to be compiled.
    LoadCase idle = new LoadCase(0, LoadCase.Way.PLAIN);
    migrate(bench, lab, idle);
    migrate(bench, lab, idle);
    Random order = new Random(repetition);
    List<LoadMigration> migrations = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      List<LoadCase> all = new ArrayList<>(LoadCase.all());
      Collections.shuffle(all, order);
      for (LoadCase each : all) {
        migrations.add(migrate(bench, lab, each));
        migrations.add(migrate(bench, lab, each));
      }
    }
    return LoadMigration.outcome(migrations);
  }

  /** The background goes where the VM goes, from before the command begins until it has ended. */
  private static LoadMigration migrate(Workbench bench, Lab lab, LoadCase point)
      throws IOException, InterruptedException {
    boolean forth = lab.qemu(BusyLab.FIRST, BusyLab.VM).isPresent();
    String from = forth ? BusyLab.FIRST : BusyLab.SECOND;
    String to = forth ? BusyLab.SECOND : BusyLab.FIRST;
    if (point.percent() == 0) {
      return result(point, forth, move(bench, to, point.way()), Optional.empty());
    }
    long rate = Math.round(datagrams(point.percent()) * 8 * PAYLOAD);
    List<String> flow = new ArrayList<>(List.of("-u", "-b", Long.toString(rate), "-t", "600"));
    flow.addAll(List.of("-l", Integer.toString(PAYLOAD), "-w", SOCKET));
    flow.addAll(List.of("-B", BusyLab.background(from)));
    try (Iperf background =
        Iperf.between(lab, bench.folder(), from, to, BusyLab.background(to), flow)) {
      background.send();
      RunResult.Migration run = move(bench, to, point.way());
      if (!background.sends()) {
        throw new CommandFailure(
            ExitCode.FAILED, "the background ended too soon; see " + bench.folder());
      }
      return result(point, forth, run, Optional.of(background.end()));
    }
  }

  private static RunResult.Migration move(Workbench bench, String to, LoadCase.Way way)
      throws IOException, InterruptedException {
    Path file = bench.folder().resolve("migration.json");
    Files.deleteIfExists(file);
    List<String> command = new ArrayList<>(List.of("migrate", BusyLab.VM, to));
    command.addAll(List.of("--policy", way.policy(), "--technique", "pre-copy"));
    command.addAll(List.of("--lab", BusyLab.NAME, "--yes", "--json", file.toString()));
    int code = bench.attempt(command, LIMIT);
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "a migration ended with code " + code + " and no result; see " + bench.folder());
    }
    return RunFile.read(file).runs().getFirst().migrations().getFirst();
  }

  private static LoadMigration result(
      LoadCase point, boolean forth, RunResult.Migration run, Optional<Iperf.Stream> background) {
    boolean ended = run.outcome().equals("completed");
    return new LoadMigration(
        point,
        forth,
        ended,
        ended ? number(run.totalTimeMs()) / 1000 : Double.NaN,
        ended ? number(run.downtimeMs()) : Double.NaN,
        ended ? number(run.clientDowntimeMs()) : Double.NaN,
        ended ? number(run.bytes()) / 1e6 : Double.NaN,
        ended ? number(run.rounds()) : Double.NaN,
        number(background.map(Iperf.Stream::seconds)),
        number(background.map(Iperf.Stream::sent)),
        number(background.map(Iperf.Stream::lost)));
  }

  private static double number(Optional<? extends Number> value) {
    return value.isPresent() ? value.get().doubleValue() : Double.NaN;
  }
}
