package dev.drover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetTest {
  @TempDir private Path labs = Path.of("");

  private Target target() {
    return new Target(labs);
  }

  private void running(String... names) throws Exception {
    for (String name : names) {
      Files.createDirectories(labs.resolve(name));
      Files.writeString(labs.resolve(name).resolve("inventory.yaml"), "");
    }
  }

  @Test
  void file_onlyOneLab_isThatLab() throws Exception {
    running("demo");
    assertThat(target().file()).isEqualTo(labs.resolve("demo/inventory.yaml"));
  }

  @Test
  void file_noLab_saysHowToStartOne() {
    assertThatThrownBy(() -> target().file())
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "no lab is running; start one with 'drover lab up FILE', or name --inventory FILE");
  }

  @Test
  void file_severalLabs_listsThem() throws Exception {
    running("two", "one");
    assertThatThrownBy(() -> target().file())
        .hasMessage("several labs are running: one, two; choose one with --lab NAME");
  }

  @Test
  void file_unknownLab_listsTheOthers() throws Exception {
    running("demo");
    Target target = target();
    target.lab = "dema";
    assertThatThrownBy(target::file).hasMessage("no lab 'dema' is running; demo is");
  }

  @Test
  void file_halfMadeLab_doesNotCount() throws Exception {
    running("demo");
    Files.createDirectories(labs.resolve("half"));
    assertThat(target().file()).isEqualTo(labs.resolve("demo/inventory.yaml"));
  }

  @Test
  void inventory_brokenFile_isBadInput() throws Exception {
    running("demo");
    assertThatThrownBy(() -> target().inventory())
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_INPUT));
  }
}
