package dev.drover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.terminal.Interrupts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command that runs itself again: Ctrl-C reaches both processes, and the outer passes it on. */
@Timeout(60)
final class ControlNamespaceTest {
  @TempDir Path directory = Path.of("");

  @Test
  void press_thatTheParentPassesOnLate_isNoSecondPress() throws Exception {
    Path heard = directory.resolve("heard");
    Process outer = outer(heard);
    try {
      awaitLines(heard, "ready");
      kill("-STOP", outer.pid());
      kill("-INT", -outer.pid());
      awaitLines(heard, "ready", "press 1");
      Thread.sleep(400);
      kill("-CONT", outer.pid());
      Thread.sleep(400);
      assertThat(heard).hasContent("ready\npress 1");

      kill("-INT", -outer.pid());
      awaitLines(heard, "ready", "press 1", "press 2");
    } finally {
      kill("-KILL", -outer.pid());
    }
  }

  /** Of a group of its own, as a terminal's foreground is. */
  private static Process outer(Path heard) throws IOException {
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
    line.addAll(java(Outer.class));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(heard.toFile())
        .start();
  }

  private static List<String> java(Class<?> main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  private static void awaitLines(Path heard, String... lines) throws Exception {
    while (!Files.readAllLines(heard).equals(List.of(lines))) {
      Thread.sleep(10);
    }
  }

  private static void kill(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", signal, "--", Long.toString(pid)).start().waitFor();
  }

  /** Runs {@link Inner} as commands run themselves in a lab's namespace. */
  static final class Outer {
    private Outer() {}

    static void main() {
      System.exit(ControlNamespace.run(new ProcessBuilder(java(Inner.class)).inheritIO()));
    }
  }

  /** Says which presses it hears. */
  static final class Inner {
    private Inner() {}

    static void main() throws InterruptedException {
      Interrupts.listen(press -> System.out.println("press " + press));
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
