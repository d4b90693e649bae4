package dev.drover.cli.reproduce.lab;

import dev.drover.cli.report.RunFile;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.control.result.RunResult;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Migrations in a lab by {@code drover migrate}, as a user would do them. */
final class Migrating {
  private Migrating() {}

  /**
   * Moves VMs at once; returns when all have moved. They have no traffic that would have to become
   * steady first.
   *
   * @param moves a VM and where to, by turns
   * @param options such as {@code --transport relay}
   */
  static RunResult move(Workbench bench, Lab lab, List<String> moves, List<String> options)
      throws IOException, InterruptedException {
    Path file = bench.folder().resolve("migration.json");
    Files.deleteIfExists(file);
    List<String> command = new ArrayList<>(List.of("migrate"));
    command.addAll(moves);
    command.addAll(options);
    command.addAll(
        List.of("--policy", "qemu-parallel", "--technique", "pre-copy", "--lab", lab.name()));
    command.addAll(List.of("--yes", "--json", file.toString()));
    bench.run(command);
    return RunFile.read(file).runs().getFirst();
  }
}
