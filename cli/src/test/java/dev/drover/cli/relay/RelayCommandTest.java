package dev.drover.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;
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

  @Test
  void command_defaultsAndOthers_tellsWhatMakesThePageAgain() {
    assertThat(command("--json", "x.json").command())
        .isEqualTo("./drover bench relay --page docs/results/relay.md");
    assertThat(
            command(
                    "--repetitions=4",
                    "--links=1Gbit/s",
                    "--techniques=hybrid,pre-copy",
                    "--only=guests")
                .command())
        .isEqualTo(
            "./drover bench relay --repetitions 4 --links 1Gbit/s --techniques hybrid,pre-copy"
                + " --only guests --page docs/results/relay.md");
  }
}
