package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.report.RunFile;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.cli.xia.ClientGap;
import dev.drover.cli.xia.ClientGap.Seen;
import dev.drover.cli.xia.GapSplit;
import dev.drover.control.result.RunResult.Migration;
import dev.drover.lab.Lab;
import dev.drover.lab.observe.Answers;
import dev.drover.lab.observe.Observations;
import dev.drover.lab.observe.Observations.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A migration in a lab of its own, and what became of every question meanwhile. */
final class CellRun {
  /** After which a migration is cancelled: the VM stays where it was. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** A new guest's program has yet to be compiled: its service is slow at first. */
  private static final Duration STEADY = Duration.ofSeconds(5);

  private static final Duration STEADY_WITHIN = Duration.ofSeconds(60);

  /** Those of the last moment may have their answers still under way. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Workbench bench;
  private final Lab lab;
  private final Cell cell;
  private final Scale scale;

  CellRun(Workbench bench, Lab lab, Cell cell, Scale scale) {
    this.bench = bench;
    this.lab = lab;
    this.cell = cell;
    this.scale = scale;
  }

  Outcome measure() throws IOException, InterruptedException {
    awaitSteady();
    for (int done = 0; scale.rehearsed() && done < cell.rehearsals(); done++) {
      migrate(CellLab.DESTINATION, cell.network().rehearsal());
      migrate(CellLab.SOURCE, cell.network().rehearsal());
      awaitSteady();
    }
    long from = System.currentTimeMillis();
    try (ClientGap gap = ClientGap.watch(lab, CellLab.VM, CellLab.SOURCE, CellLab.DESTINATION)) {
      Migration migration = migrate(CellLab.DESTINATION, cell.network().transport());
      Seen seen = gap.seen();
      return outcome(migration, seen, asked(from));
    }
  }

  /** {@return how many questions were due since then, on the stream and in datagrams} */
  private long asked(long from) {
    long now = System.currentTimeMillis();
    long asked =
        all(from, now).stream().mapToLong(answers -> answers.asked() - answers.waiting()).sum();
    if (asked == 0) {
      throw new CommandFailure(ExitCode.FAILED, "the client asked nothing; did it end?");
    }
    return asked;
  }

  private static Outcome outcome(Migration migration, Seen seen, long asked) {
    TreeMap<String, Double> measures = new TreeMap<>();
    put(measures, CellMeasures.TOTAL_TIME, migration.totalTimeMs());
    put(measures, CellMeasures.DOWNTIME, migration.downtimeMs());
    put(measures, CellMeasures.MEMORY, migration.bytes());
    put(measures, CellMeasures.DISK, migration.diskBytes());
    put(measures, CellMeasures.DISK_TIME, migration.diskMs());
    put(measures, CellMeasures.ROUNDS, migration.rounds());
    put(measures, CellMeasures.FREEZE, seen.split().map(GapSplit::freezeMs));
    put(measures, CellMeasures.REBIND, seen.split().map(GapSplit::rebindMs));
    put(measures, CellMeasures.FIRST_REPLY, seen.split().map(GapSplit::firstReplyMs));
    put(measures, CellMeasures.PROBE_GAP, Optional.of(milliseconds(seen.probeGap())));
    put(measures, CellMeasures.STREAM_GAP, seen.streamGap().map(CellRun::milliseconds));
    put(measures, CellMeasures.DATAGRAM_GAP, seen.datagramGap().map(CellRun::milliseconds));
    measures.put(CellMeasures.ASKED, (double) asked);
    measures.put(CellMeasures.LOST, (double) seen.lost());
    measures.put(CellMeasures.WRONG, (double) seen.wrong());
    measures.put(CellMeasures.BROKEN, (double) seen.broken());
    return new Outcome(measures, List.of());
  }

  private static double milliseconds(Duration time) {
    return time.toNanos() / 1e6;
  }

  private static void put(
      Map<String, Double> measures, String name, Optional<? extends Number> value) {
    value.ifPresent(number -> measures.put(name, number.doubleValue()));
  }

  /** {@return what became of questions of a span, on the stream and in datagrams} */
  private List<Answers> all(long from, long to) {
    Observations seen = lab.observations();
    return Stream.of(Service.values())
        .map(service -> seen.answers(CellLab.VM, service, from, to))
        .toList();
  }

  /** Waits until every question of some seconds was answered, both ways. */
  private void awaitSteady() throws InterruptedException {
    long began = System.currentTimeMillis();
    while (true) {
      long to = System.currentTimeMillis() - UNDER_WAY.toMillis();
      long from = to - STEADY.toMillis();
      List<Answers> all = all(from, to);
      if (from >= began - UNDER_WAY.toMillis() && all.stream().allMatch(CellRun::complete)) {
        return;
      }
      if (to - began > STEADY_WITHIN.toMillis()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the VM answered too little to begin, in the last "
                + STEADY.toSeconds()
                + " s "
                + all.stream().mapToLong(Answers::right).sum()
                + " of "
                + all.stream().mapToLong(Answers::asked).sum()
                + " questions; is the machine busy?");
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static boolean complete(Answers answers) {
    return answers.asked() > 0 && answers.right() == answers.asked();
  }

  private Migration migrate(String to, String transport) throws IOException, InterruptedException {
    Path file = bench.folder().resolve("migration.json");
    Files.deleteIfExists(file);
    List<String> command = new ArrayList<>(List.of("migrate", CellLab.VM, to));
    command.addAll(List.of("--policy", "qemu-parallel", "--technique", "pre-copy"));
    command.addAll(List.of("--transport", transport));
    command.addAll(List.of("--lab", lab.name(), "--yes", "--json", file.toString()));
    int code = bench.attempt(command, LIMIT);
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the migration ended with code " + code + " and no result: " + bench.lastWord());
    }
    Migration migration = RunFile.read(file).runs().getFirst().migrations().getFirst();
    if (!migration.outcome().equals("completed")) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the migration was "
              + migration.outcome()
              + ": "
              + migration.cause().orElse("no cause was given"));
    }
    return migration;
  }
}
