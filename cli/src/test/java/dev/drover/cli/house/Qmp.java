package dev.drover.cli.house;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a QEMU itself, without a line of Drover in between. */
final class Qmp implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final SocketChannel channel;
  private final BufferedReader reader;

  private Qmp(SocketChannel channel) {
    this.channel = channel;
    this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  private static Qmp connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new Qmp(channel);
  }

  /** {@return a monitor that serves us; empty when there is no QEMU or it serves somebody else} */
  static Optional<Qmp> greeted(Path socket) {
    return inTime(
        socket,
        qmp -> {
          qmp.execute("qmp_capabilities");
          return qmp;
        });
  }

  /** {@return the answer of one command; empty when there is no QEMU or it is too busy to say} */
  static Optional<JsonNode> ask(Path socket, String command) {
    return inTime(
        socket,
        qmp -> {
          try (qmp) {
            qmp.execute("qmp_capabilities");
            return qmp.execute(command);
          }
        });
  }

  private static <T> Optional<T> inTime(Path socket, Talk<T> talk) {
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    // A monitor that serves somebody else lets one wait in connect: that too ends in time.
    Thread asking = Thread.ofPlatform().daemon().start(() -> talk(socket, talk, answer));
    try {
      return Optional.of(answer.get(3, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return Optional.empty();
    } catch (TimeoutException e) {
      if (answer.cancel(false)) {
        asking.interrupt();
        return Optional.empty();
      }
      return answer.isCompletedExceptionally() ? Optional.empty() : Optional.of(answer.join());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes the connection unless somebody takes it. */
  private static <T> void talk(Path socket, Talk<T> talk, CompletableFuture<T> answer) {
    try {
      Qmp qmp = connect(socket);
      boolean taken = false;
      try {
        T result = talk.with(qmp);
        taken = answer.complete(result) && result == qmp;
      } finally {
        if (!taken) {
          qmp.close();
        }
      }
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  @FunctionalInterface
  private interface Talk<T> {
    T with(Qmp qmp) throws IOException;
  }

  JsonNode execute(String command) throws IOException {
    send("{\"execute\":\"" + command + "\"}\n");
    return await("return");
  }

  /** {@return the first message that has a member so named, or whose event is so named} */
  JsonNode await(String member) throws IOException {
    while (true) {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("QEMU hung up");
      }
      JsonNode message = JSON.readTree(line);
      if (message.has(member)) {
        return message.get(member);
      }
      if (message.path("event").asString("").equals(member)) {
        return message;
      }
    }
  }

  private void send(String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
