package dev.drover.sdn.ovs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs other programs. */
final class Shell {
  private Shell() {}

  /** Runs a script of {@code sh}; {@return what it printed} */
  static String script(String text) throws IOException {
    Process process = new ProcessBuilder("sh", "-e", "-s").redirectErrorStream(true).start();
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    return finish(process, text);
  }

  static String run(List<String> command) throws IOException {
    return finish(
        new ProcessBuilder(command).redirectErrorStream(true).start(), String.join(" ", command));
  }

  static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String finish(Process process, String what) throws IOException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("exit code " + code + " of: " + what + "\n" + said);
      }
      return said;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
