package dev.drover.agent.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code ip} that stays and carries out line after line: where every millisecond counts, on a
 * busy machine, it costs too much to start one for each change.
 */
public final class IpProcess {
  /** Its answer, one line, says that all before it has been done. */
  private static final String MARK = "link show dev lo";

  private final List<String> prefix;
  private @Nullable Process process;

  /**
   * Starts nothing yet.
   *
   * @param prefix as in {@link Shell}
   */
  public IpProcess(List<String> prefix) {
    this.prefix = List.copyOf(prefix);
  }

  /**
   * Carries out lines that print nothing, in their order; returns when all are done. One that fails
   * does not keep the others.
   *
   * @throws NetworkException with what failed
   */
  public synchronized void run(List<String> lines) {
    try {
      Process ip = process;
      if (ip == null || !ip.isAlive()) {
        ip = start();
        process = ip;
      }
      Writer to = ip.outputWriter(StandardCharsets.UTF_8);
      for (String line : lines) {
        to.write(line + "\n");
      }
      to.write(MARK + "\n");
      to.flush();
      String faults = String.join("; ", untilMark(ip.inputReader(StandardCharsets.UTF_8)));
      if (!faults.isEmpty()) {
        throw new NetworkException("`ip` says of " + lines + ": " + faults);
      }
    } catch (IOException e) {
      throw new NetworkException("`ip` does not take " + lines + ": " + e.getMessage(), e);
    }
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("ip", "-o", "-force", "-batch", "-"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static List<String> untilMark(BufferedReader said) throws IOException {
    List<String> before = new ArrayList<>();
    for (String line; (line = said.readLine()) != null; ) {
      if (line.matches("[0-9]+: lo: <.*")) {
        return before;
      }
      before.add(line.strip());
    }
    throw new IOException("it ended" + (before.isEmpty() ? "" : ": " + before));
  }
}
