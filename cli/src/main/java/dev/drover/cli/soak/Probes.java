package dev.drover.cli.soak;

import dev.drover.lab.Lab;
import dev.drover.lab.LabStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Hosts that ask one another all the time, and connections that stay open all the time. */
final class Probes implements AutoCloseable {
  private static final int EVERY_MS = 20;
  private static final String RATE = "10M";

  private final Lab lab;
  private final List<Replies> replies = new ArrayList<>();
  private final List<Process> probes = new ArrayList<>();
  private final List<Process> servers = new ArrayList<>();
  private final List<Process> streams = new ArrayList<>();

  Probes(Lab lab) {
    this.lab = lab;
  }

  /** Host i asks the host half the list further on, and holds a TCP connection to it. */
  void start(long seconds) {
    List<String> hosts = lab.file().hosts().stream().map(host -> host.name()).toList();
    for (int i = 0; i < hosts.size(); i++) {
      String from = hosts.get(i);
      String to = hosts.get((i + (hosts.size() + 1) / 2) % hosts.size());
      Replies pair = new Replies(from + " → " + to);
      replies.add(pair);
      Process probe =
          process(
              from,
              "stdbuf",
              "-oL",
              "fping",
              "-l",
              "-D",
              "-p",
              String.valueOf(EVERY_MS),
              "-t",
              "500",
              address(to));
      probes.add(probe);
      Thread.ofVirtual().start(() -> read(probe, pair));
      if (i < hosts.size() / 2) {
        servers.add(process(to, "iperf3", "-s", "-1"));
        streams.add(
            process(
                from,
                "sh",
                "-c",
                "sleep 1; exec iperf3 -b " + RATE + " -t " + seconds + " -c " + address(to)));
      }
    }
  }

  private String address(String host) {
    return lab.status().hosts().stream()
        .filter(each -> each.name().equals(host))
        .findFirst()
        .map(LabStatus.HostState::address)
        .orElseThrow();
  }

  List<Replies> replies() {
    return replies;
  }

  /** {@return how many of the connections have broken} */
  long broken() {
    return streams.stream().filter(stream -> !stream.isAlive() && stream.exitValue() != 0).count();
  }

  private Process process(String host, String... command) {
    try {
      // Ctrl-C in a terminal is not for them: the fault that is under way is seen to its end.
      List<String> line = new ArrayList<>(List.of("setsid"));
      line.addAll(lab.entering(host, List.of(command)));
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!command[0].equals("stdbuf")) {
        Thread.ofVirtual().start(() -> drain(process));
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Process process, Replies replies) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        replies.take(line);
      }
    } catch (IOException e) {
      // It was ended.
    }
  }

  private static void drain(Process process) {
    try (var in = process.getInputStream()) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It was ended.
    }
  }

  @Override
  public void close() {
    for (List<Process> each : List.of(probes, streams, servers)) {
      for (Process process : each) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
    }
  }
}
