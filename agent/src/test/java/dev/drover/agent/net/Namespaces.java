package dev.drover.agent.net;

import dev.drover.agent.net.NetworkTest.Rates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A host's namespace with a bridge and a NIC, and one at the other end of its cable. */
final class Namespaces implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String host;
  private final String peer;
  private final String peerAddress;
  private final Process hostHolder;
  private final List<Process> servers = new ArrayList<>();

  private Namespaces(String host, String peer, String peerAddress, Process hostHolder) {
    this.host = host;
    this.peer = peer;
    this.peerAddress = peerAddress;
    this.hostHolder = hostHolder;
  }

  static boolean usable() {
    return "root".equals(System.getProperty("user.name"))
        && succeeds("ip", "netns", "list")
        && succeeds("tc", "-V")
        && succeeds("iperf3", "--version");
  }

  static Namespaces make(String hostAddress, String vmAddress, String peerAddress)
      throws IOException {
    String id = "agt" + ProcessHandle.current().pid();
    String host = id + "-h";
    String peer = id + "-p";
    run("ip", "netns", "add", host);
    run("ip", "netns", "add", peer);
    in(host, "ip", "link", "add", "nic0", "type", "veth", "peer", "name", "nic0", "netns", peer);
    in(host, "ip", "link", "add", "br0", "type", "bridge");
    in(host, "ip", "link", "set", "nic0", "master", "br0", "up");
    in(host, "ip", "link", "set", "br0", "up");
    in(host, "ip", "addr", "add", hostAddress + "/16", "dev", "br0");
    in(host, "ip", "addr", "add", vmAddress + "/16", "dev", "br0");
    in(peer, "ip", "addr", "add", peerAddress + "/16", "dev", "nic0");
    in(peer, "ip", "link", "set", "nic0", "up");
    Process holder = new ProcessBuilder("ip", "netns", "exec", host, "sleep", "300").start();
    Namespaces both = new Namespaces(host, peer, peerAddress, holder);
    try {
      both.begin();
      return both;
    } catch (IOException | RuntimeException e) {
      both.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    for (int port = 5201; port <= 5202; port++) {
      servers.add(
          new ProcessBuilder(
                  "ip", "netns", "exec", peer, "iperf3", "-s", "-p", Integer.toString(port))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    await("a process in " + host, () -> hostInterfaces().read().containsKey("br0"));
    await(
        "iperf3 in " + peer,
        () -> {
          String listening =
              new Shell(List.of("ip", "netns", "exec", peer)).output("ss", "-H", "-t", "-l", "-n");
          return listening.contains(":5201") && listening.contains(":5202");
        });
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  Shell hostShell() {
    return new Shell(List.of("ip", "netns", "exec", host));
  }

  Interfaces hostInterfaces() {
    return new Interfaces(Path.of("/proc/" + hostHolder.pid() + "/net/dev"));
  }

  /** One transfer under way. */
  record Flow(Process process) {
    /** {@return megabits per second, when it has ended: half of all half seconds had more} */
    double rate() throws IOException, InterruptedException {
      List<Double> rates = rates().stream().sorted().toList();
      return rates.get(rates.size() / 2);
    }

    /** {@return megabits per second in each half second but the first two, when it has ended} */
    List<Double> rates() throws IOException, InterruptedException {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      List<Double> rates = new ArrayList<>();
      for (JsonNode interval : JsonMapper.shared().readTree(text).path("intervals")) {
        JsonNode sum = interval.path("sum");
        if (!sum.path("omitted").asBoolean()) {
          rates.add(sum.path("bits_per_second").asDouble() / 1e6);
        }
      }
      if (rates.isEmpty()) {
        throw new IOException("iperf3 said: " + text);
      }
      return rates;
    }
  }

  Flow startToPeer(String from, Duration time) throws IOException {
    return flow(from, 5201, time, false);
  }

  double toPeer(String from, Duration time) throws IOException, InterruptedException {
    return startToPeer(from, time).rate();
  }

  double fromPeer(String to, Duration time) throws IOException, InterruptedException {
    return flow(to, 5201, time, true).rate();
  }

  Rates bothToPeer(String migration, String workload, Duration time)
      throws IOException, InterruptedException {
    return both(migration, workload, time, false);
  }

  Rates bothFromPeer(String migration, String workload, Duration time)
      throws IOException, InterruptedException {
    return both(migration, workload, time, true);
  }

  private Rates both(String migration, String workload, Duration time, boolean reverse)
      throws IOException, InterruptedException {
    Flow first = flow(migration, 5201, time, reverse);
    Flow second = flow(workload, 5202, time, reverse);
    return new Rates(first.rate(), second.rate());
  }

  private Flow flow(String address, int port, Duration time, boolean reverse) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("ip", "netns", "exec", host, "iperf3", "-J", "-O", "1", "-c", peerAddress));
    command.addAll(
        List.of("-B", address, "-p", "" + port, "-t", "" + time.toSeconds(), "-i", "0.5"));
    if (reverse) {
      command.add("-R");
    }
    return new Flow(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static void in(String namespace, String... command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    whole.addAll(Arrays.asList(command));
    run(whole.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static boolean succeeds(String... command) {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    hostHolder.destroyForcibly();
    servers.forEach(Process::destroyForcibly);
    run("ip", "netns", "del", host);
    run("ip", "netns", "del", peer);
  }
}
