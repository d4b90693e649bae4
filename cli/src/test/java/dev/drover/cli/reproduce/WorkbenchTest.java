package dev.drover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.command.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkbenchTest {
  @Test
  void clear_leavesNothingOfItsFolder(@TempDir Path directory) throws IOException {
    Path folder = directory.resolve("measuring");
    Workbench bench = new Workbench(new Script(List.of()), folder);
    bench.clear();
    Files.writeString(bench.folder().resolve("commands.log"), "what commands said");

    bench.clear();

    assertThat(folder).doesNotExist();
    assertThat(directory).exists();
  }
}
