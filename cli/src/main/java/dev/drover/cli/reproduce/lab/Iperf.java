package dev.drover.cli.reproduce.lab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.reproduce.Trace;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** iperf3 between two hosts of a lab, a server and a client. Closing it ends both. */
public final class Iperf implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration OVERTIME = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_MS = 20;

  private final String name;
  private final Path folder;
  private final Path said;
  private final Process server;
  private final List<String> client;
  private final List<Process> clients = new ArrayList<>();

  private Iperf(String name, Path folder, Path said, Process server, List<String> client) {
    this.name = name;
    this.folder = folder;
    this.said = said;
    this.server = server;
    this.client = client;
  }

  /**
   * What a client reported: the receiver's goodput in Mbit/s, all that it received in Mbit, and
   * what was sent over time in Mbit/s.
   */
  public record Report(double goodput, double megabits, Trace sent) {}

  /**
   * Starts the server; returns when it listens.
   *
   * @param options of the client beside whom to send to
   */
  public static Iperf between(Lab lab, Path folder, String from, String to, List<String> options)
      throws IOException, InterruptedException {
    return between(lab, folder, from, to, FabricLab.address(lab, to), options);
  }

  /** The same, to another {@code address} of the host that is sent to. */
  public static Iperf between(
      Lab lab, Path folder, String from, String to, String address, List<String> options)
      throws IOException, InterruptedException {
    String name = from + "-" + to;
    Path said = folder.resolve("iperf3-" + name + ".server");
    // Of several addresses a server of UDP would answer from another one than it was asked at.
    List<String> listening = List.of("iperf3", "-s", "-1", "--forceflush", "-B", address);
    Process server = start(lab.entering(to, listening), said);
    List<String> command = new ArrayList<>(List.of("iperf3", "-J", "-c", address));
    command.addAll(options);
    Iperf iperf = new Iperf(name, folder, said, server, lab.entering(from, command));
    long began = System.nanoTime();
    while (!Files.readString(said).contains("listening")) {
      if (!server.isAlive() || System.nanoTime() - began > START_LIMIT.toNanos()) {
        iperf.close();
        throw new CommandFailure(
            ExitCode.FAILED, "iperf3 does not listen on " + to + "; see " + said);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    return iperf;
  }

  /** Begins to send. */
  public void send() throws IOException {
    clients.add(start(client, report()));
  }

  /**
   * Waits for the client's end, which is {@code length} after its beginning.
   *
   * @return what it reported
   */
  Report report(Duration length) throws IOException, InterruptedException {
    Process sender = clients.getLast();
    if (!sender.waitFor(length.plus(OVERTIME).toMillis(), TimeUnit.MILLISECONDS)
        || sender.exitValue() != 0) {
      throw new CommandFailure(ExitCode.FAILED, "iperf3 " + name + " failed; see " + report());
    }
    return read(json());
  }

  /**
   * A stream of UDP that was ended.
   *
   * @param seconds it was sent for
   * @param sent datagrams, as the client counted
   * @param lost of them, as the server counted
   */
  public record Stream(double seconds, long sent, long lost) {
    private static final Pattern COUNTED = Pattern.compile("(\\d+)/\\d+ \\([^)]*%\\)\\s+receiver");

    /** {@return what both sides say at their end; empty when one of them does not} */
    static Optional<Stream> parse(JsonNode client, String server) {
      JsonNode sum = client.path("end").path("sum_sent");
      Matcher counted = COUNTED.matcher(server);
      return sum.path("packets").isNumber() && counted.find()
          ? Optional.of(
              new Stream(
                  sum.path("seconds").asDouble(),
                  sum.path("packets").asLong(),
                  Long.parseLong(counted.group(1))))
          : Optional.empty();
    }
  }

  /** Ends a client of UDP; {@return what both sides counted} */
  public Stream end() throws IOException, InterruptedException {
    Process sender = clients.getLast();
    sender.destroy();
    if (!sender.waitFor(OVERTIME) || !server.waitFor(OVERTIME)) {
      throw new CommandFailure(ExitCode.FAILED, "iperf3 " + name + " does not end");
    }
    return Stream.parse(json(), Files.readString(said))
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.FAILED,
                "iperf3 " + name + " does not say what it counted; see " + report() + ", " + said));
  }

  private JsonNode json() throws IOException {
    try {
      return JsonMapper.shared().readTree(Files.readString(report()));
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.FAILED, report() + " is no report of iperf3: " + e.getMessage(), e);
    }
  }

  /** {@return whether it sends now} */
  public boolean sends() {
    return !clients.isEmpty() && clients.getLast().isAlive();
  }

  private Report read(JsonNode json) {
    JsonNode sum = json.path("end").path("sum_received");
    JsonNode received = sum.path("bits_per_second");
    if (!received.isNumber()) {
      throw new CommandFailure(ExitCode.FAILED, report() + " has no rate of what was received");
    }
    List<Trace.Sample> samples = new ArrayList<>();
    for (JsonNode interval : json.path("intervals")) {
      JsonNode sent = interval.path("sum");
      samples.add(
          new Trace.Sample(
              sent.path("start").asDouble(), sent.path("bits_per_second").asDouble() / 1e6));
    }
    return new Report(
        received.asDouble() / 1e6,
        sum.path("bytes").asDouble() * 8 / 1e6,
        new Trace(name, samples));
  }

  private Path report() {
    return folder.resolve("iperf3-" + name + ".json");
  }

  private static Process start(List<String> command, Path said) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  @Override
  public void close() {
    clients.forEach(Process::destroy);
    server.destroy();
  }
}
