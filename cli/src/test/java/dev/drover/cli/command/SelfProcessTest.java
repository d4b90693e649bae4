package dev.drover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SelfProcessTest {
  /** Run by the test in a process of its own. */
  static final class Shown {
    private Shown() {}

    public static void main(String[] arguments) {
      System.out.println(SelfProcess.launcher(List.of(arguments)));
    }
  }

  @Test
  void launcher_ofAProgramWithArguments_endsWithItsMainClass() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add(Shown.class.getName());
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("evacuate", "h1", "", "two words"));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.strip()).isEqualTo(command.toString());
  }
}
