package dev.drover.cli.datacentre;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.SelfProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Runs a case in a process of its own, so that its heap is its own. */
final class CaseProcess {
  private final List<String> launcher;
  private final List<String> options;

  /**
   * Knows how this program was started.
   *
   * @param arguments of this program
   * @param options that every case needs
   */
  CaseProcess(List<String> arguments, List<String> options) {
    this.options = List.copyOf(options);
    launcher =
        SelfProcess.launcher(arguments).stream()
            .filter(word -> !word.startsWith("-Xmx") && !word.startsWith("-Xshare"))
            .filter(word -> !word.contains("SharedArchive") && !word.contains("TieredStopAtLevel"))
            .toList();
  }

  /** {@return what came of it; a process that ends with this one} */
  CaseResult run(PlacementCase one) throws InterruptedException {
    List<String> command = new ArrayList<>(launcher);
    command.add(1, "-Xmx" + one.heapMib() + "m");
    command.addAll(List.of("bench", CaseCommand.NAME, one.name()));
    command.addAll(options);
    try {
      Path errors = Files.createTempFile("drover-placement-", ".log");
      try {
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        Thread hook = new Thread(process::destroyForcibly, "end of " + one.name());
        Runtime.getRuntime().addShutdownHook(hook);
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(hook);
        if (code != 0) {
          throw new CommandFailure(
              ExitCode.FAILED, one.name() + " failed: " + Files.readString(errors).strip());
        }
        return JsonMapper.shared().readValue(printed, CaseResult.class);
      } finally {
        Files.deleteIfExists(errors);
      }
    } catch (IOException | JacksonException e) {
      throw new CommandFailure(
          ExitCode.FAILED, one.name() + " cannot be run (" + e.getMessage() + ")", e);
    }
  }
}
