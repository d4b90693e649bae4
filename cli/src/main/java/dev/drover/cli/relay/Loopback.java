package dev.drover.cli.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.agent.relay.Relays;
import dev.drover.agent.transport.StreamTransport.Place;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.lab.system.Java;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The relay's throughput: sender and receiver in one process on one core, the source and the sink
 * of the bytes on another one. Direct is the same source and sink with one TCP connection between
 * them, on that other core.
 */
final class Loopback {
  /** The relay's core, and that of both its ends. */
  private static final String RELAY_CORE = "0";

  private static final String OTHER_CORE = "1";
  private static final String VM = "flood";

  private Loopback() {}

  /**
   * One transfer.
   *
   * @param cpuSeconds of the relay; zero for direct
   */
  record Result(boolean relay, long bytes, double seconds, double cpuSeconds) {
    double bitsPerSecond() {
      return bytes * 8 / seconds;
    }

    /** {@return bits that one busy core would carry in a second} */
    double bitsPerCpuSecond() {
      return bytes * 8 / cpuSeconds;
    }
  }

  static Result direct(long bytes) throws IOException, InterruptedException {
    String port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = Integer.toString(free.getLocalPort());
    }
    String[] words = flood(port, port, bytes);
    return new Result(false, Long.parseLong(words[0]), Long.parseLong(words[1]) / 1e9, 0);
  }

  static Result relay(Path directory, long bytes) throws IOException, InterruptedException {
    Relays relays = new Relays(directory);
    Path in = relays.incoming(VM);
    Files.deleteIfExists(in);
    Path pid = directory.resolve("relay.pid");
    try {
      Place place = relays.receive(VM, "127.0.0.1");
      Path out = relays.send(VM, place, Optional.of(RoundCoupling.EARLY_NOTIFICATION));
      String relay = Files.readString(pid).strip();
      finish(new ProcessBuilder("taskset", "-a", "-p", "-c", RELAY_CORE, relay).start());
      try (CpuTime cpu = CpuTime.of(line -> line.endsWith("RelayMain " + directory + " "))) {
        String[] words = flood(in.toString(), out.toString(), bytes);
        return new Result(
            true, Long.parseLong(words[0]), Long.parseLong(words[1]) / 1e9, cpu.seconds());
      }
    } finally {
      relays.endSender(VM);
      relays.endReceiver(VM);
      end(pid);
    }
  }

  /** Ends the relay, which would stay: it has a session of its own. */
  private static void end(Path pid) throws IOException {
    if (!Files.exists(pid)) {
      return;
    }
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(relay -> {
          relay.destroyForcibly();
          relay.onExit().join();
        });
    Files.delete(pid);
  }

  /** {@return what the sink prints at its end} */
  private static String[] flood(String sink, String target, long bytes)
      throws IOException, InterruptedException {
    Process receiving = onOtherCore("sink", sink).start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(receiving.getInputStream(), UTF_8))) {
      if (!"listening".equals(said.readLine())) {
        throw failed("the sink does not listen");
      }
      finish(onOtherCore("send", target, Long.toString(bytes)).start());
      String last = said.readLine();
      finish(receiving);
      if (last == null) {
        throw failed("the sink saw no end");
      }
      return last.split(" ", -1);
    } finally {
      receiving.destroyForcibly();
    }
  }

  private static ProcessBuilder onOtherCore(String... arguments) {
    List<String> line = new ArrayList<>(List.of("taskset", "-c", OTHER_CORE));
    line.addAll(Java.line(Flood.class.getName(), arguments));
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void finish(Process process) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw failed("'" + process.info().command().orElse("a program") + "' failed");
    }
  }

  private static CommandFailure failed(String why) {
    return new CommandFailure(ExitCode.FAILED, "the loopback was not measured: " + why);
  }
}
