package dev.drover.agent.relay;

import dev.drover.agent.transport.SocketDirectory;
import dev.drover.agent.transport.StreamTransport;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.model.unit.BitRate;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relays of one host, as its agent asks for them: they live in a process of their own. */
public final class Relays implements StreamTransport {
  private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

  /** How long the process may take to come up on a machine with much else to do. */
  private static final Duration START = Duration.ofSeconds(20);

  private static final Duration RETRY = Duration.ofMillis(10);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** For an answer: who asks may hold up a migration, or the hosts' whole agent. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final SocketDirectory sockets;
  private final Path directory;

  /** Starts nothing yet. */
  public Relays(Path directory) {
    this.sockets = new SocketDirectory(directory);
    this.directory = sockets.path();
  }

  @Override
  public void start() {
    ask(new Command.Look("any"));
  }

  @Override
  public Path send(String vm, Place receiver, Optional<RoundCoupling> coupling) {
    ask(new Command.Send(vm, receiver.address(), receiver.port(), coupling));
    return Desk.outgoing(directory, vm);
  }

  @Override
  public Path incoming(String vm) {
    return Desk.incoming(sockets.make(), vm);
  }

  @Override
  public Place receive(String vm, String address) {
    int port =
        ask(new Command.Receive(vm, address, 0))
            .port()
            .orElseThrow(() -> refused(vm, "it does not say where it listens", null));
    return new Place(address, port, Optional.empty());
  }

  /** What QEMU writes from now on waits, as the coupling says. */
  @Override
  public News passBegan(String vm, int pass) {
    return tell(new Command.Pass(vm, pass));
  }

  /** The stop-and-copy is a round like others. */
  @Override
  public News stopped(String vm) {
    return News.NONE;
  }

  @Override
  public News postCopy(String vm) {
    return tell(new Command.PostCopy(vm));
  }

  /** QEMU sends a limited stream in bursts of 100 ms. */
  @Override
  public News pace(String vm, Optional<BitRate> rate) {
    return tell(new Command.Pace(vm, rate.map(StreamTransport::pace).orElse(Links.UNLIMITED)));
  }

  @Override
  public News look(String vm) {
    return tell(new Command.Look(vm));
  }

  @Override
  public News endSender(String vm) {
    return tell(new Command.EndSender(vm));
  }

  @Override
  public void endReceiver(String vm) {
    tell(new Command.EndReceiver(vm)).complaint().ifPresent(why -> LOG.info("vm {}: {}", vm, why));
  }

  /** Asks a process that need not run: without one there is nothing to tell. */
  private News tell(Command command) {
    if (!Files.exists(RelayMain.control(directory))) {
      return new News(List.of(), Optional.empty());
    }
    try {
      Reply reply = call(command);
      return new News(reply.rounds(), reply.complaint().or(reply::refusal));
    } catch (IOException | IllegalArgumentException e) {
      LOG.info("the relay does not answer {}: {}", command.encode(), e.toString());
      String why = e instanceof ClosedChannelException ? "does not answer" : "has ended";
      return new News(List.of(), Optional.of("the relay's process " + why));
    }
  }

  private synchronized Reply ask(Command command) {
    sockets.make();
    Reply reply;
    try {
      reply = call(command);
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("no relay answers yet: {}", e.toString());
      reply = started(command);
    }
    reply
        .refusal()
        .ifPresent(why -> {
          throw refused(command.vm(), why, null);
        });
    return reply;
  }

  private Reply started(Command command) {
    Path log = directory.resolve("relay.log");
    Process process = launch(command, log);
    long launched = System.nanoTime();
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        Thread.sleep(RETRY);
        return call(command);
      } catch (IOException | IllegalArgumentException e) {
        if (System.nanoTime() > end) {
          throw refused(command.vm(), "its process does not answer, see " + log, e);
        }
        if (!process.isAlive() && System.nanoTime() - launched > AGAIN.toNanos()) {
          // It found an earlier one that was just about to end.
          process = launch(command, log);
          launched = System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw refused(command.vm(), "interrupted", e);
      }
    }
  }

  private Process launch(Command command, Path log) {
    try {
      Process process =
          new ProcessBuilder(line())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw refused(command.vm(), "its process does not start: " + e, e);
    }
  }

  /** A session of its own: what ends the agent's terminal does not end it. */
  private List<String> line() {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        "setsid",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx32m",
        "-Xshare:auto",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        RelayMain.class.getName(),
        directory.toString());
  }

  private Reply call(Command command) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(RelayMain.control(directory)))) {
      CompletableFuture.delayedExecutor(ANSWER.toSeconds(), TimeUnit.SECONDS)
          .execute(() -> close(channel));
      channel.write(ByteBuffer.wrap((command.encode() + "\n").getBytes(StandardCharsets.UTF_8)));
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      return Reply.decode(in.lines().toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whoever waits for an answer on it waits no more. */
  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a connection to the relay", e);
    }
  }

  private static CallException refused(String vm, String why, @Nullable Exception cause) {
    String text = "no relay for vm " + vm + ": " + why;
    return cause == null
        ? new CallException(Kind.REFUSED, text)
        : new CallException(Kind.REFUSED, text, cause);
  }
}
