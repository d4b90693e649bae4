package dev.drover.cli.relay;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class RelayCommandTest {
  private static RelayCommand command(String... words) {
    RelayCommand command = new RelayCommand();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words);
    return command;
  }

  @Test
  void call_unknownTechnique_isRefusedBeforeAnythingIsDone() {
    assertThatThrownBy(() -> command("--techniques", "post-copy,precopy").call())
        .hasMessage(
            "--techniques: 'precopy' is not a technique; use pre-copy, post-copy or hybrid");
  }
}
