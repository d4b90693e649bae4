package dev.drover.agent.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code tc}, {@code ip} and their like, whole scripts at a time so that a change is one
 * process.
 *
 * @param prefix put before every command, for example {@code ip netns exec NAME}; empty to act on
 *     the agent's own namespace
 */
public record Shell(List<String> prefix) {
  public Shell {
    prefix = List.copyOf(prefix);
  }

  /** Runs lines of {@code tc}; stops at the first that fails. */
  void tc(List<String> script) {
    run(List.of("tc", "-batch", "-"), script);
  }

  /** Runs lines of {@code ip}; stops at the first that fails. */
  void ip(List<String> script) {
    run(List.of("ip", "-batch", "-"), script);
  }

  /** {@return what the command printed} */
  String output(String... command) {
    return run(List.of(command), List.of());
  }

  /**
   * Runs a command.
   *
   * @param input lines that it reads
   * @return what it printed
   */
  String run(List<String> command, List<String> input) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    try {
      Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
      try (OutputStream out = process.getOutputStream()) {
        out.write(String.join("\n", input).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      } catch (IOException e) {
        // It ended before it had read everything: its exit code and words say why.
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new NetworkException(
            "`" + String.join(" ", command) + "` failed (" + code + "): " + fault(said, input));
      }
      return said;
    } catch (IOException e) {
      throw new NetworkException(
          "`"
              + command.getFirst()
              + "` cannot be run: "
              + e.getMessage()
              + "; install "
              + origin(command),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkException("interrupted while running " + command, e);
    }
  }

  /** {@return the Debian package of a command} */
  private static String origin(List<String> command) {
    return switch (command.getFirst()) {
      case "nft" -> "nftables";
      case "ovs-vsctl", "ovs-ofctl" -> "openvswitch-switch";
      default -> "iproute2";
    };
  }

  /** The command's own words, and the line of the script that it names ({@code -:3}). */
  private static String fault(String said, List<String> input) {
    String words = String.join("; ", said.lines().limit(3).toList());
    int at = said.lastIndexOf("-:");
    if (at < 0) {
      return words;
    }
    String number = said.substring(at + 2).lines().findFirst().orElse("").strip();
    try {
      return words + " in `" + input.get(Integer.parseInt(number) - 1) + "`";
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return words;
    }
  }
}
