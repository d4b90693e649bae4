package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.command.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class BurstsCommandTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void call_outIsAFile_isRefused() throws Exception {
    Path file = Files.createFile(directory.resolve("page.md"));
    BurstsCommand command = new BurstsCommand();
    new CommandLine(command).parseArgs("--out", file.toString());

    assertThatThrownBy(command::call)
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("--out " + file + " cannot be made (");
  }
}
