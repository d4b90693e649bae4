package dev.drover.xia.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a daemon on this machine. */
public final class ConsoleClient {
  /** For a whole answer: who asks may hold up a migration. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Path socket;
  private final Duration limit;

  /**
   * @param socket the daemon's {@code control}
   */
  public ConsoleClient(Path socket) {
    this(socket, ANSWER);
  }

  ConsoleClient(Path socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  /**
   * {@return the lines of the answer}
   *
   * @throws IOException when no daemon answers within 10 s
   * @throws IllegalArgumentException when it refuses, with what it says
   */
  public List<String> ask(String... words) throws IOException {
    List<String> lines = new ArrayList<>();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> close(channel));
      converse(channel, lines::add, words);
    } catch (ClosedChannelException e) {
      throw new IOException(
          "the daemon at %s has not answered within %d ms".formatted(socket, limit.toMillis()), e);
    }
    return lines;
  }

  /** Whoever waits for an answer on it waits no more. */
  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #ask}, for answers that come line by line, as long as they come. */
  public void follow(Consumer<String> lines, String... words) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      converse(channel, lines, words);
    }
  }

  private void converse(SocketChannel channel, Consumer<String> lines, String... words)
      throws IOException {
    channel.write(
        ByteBuffer.wrap((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8)));
    BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("ok")) {
        return;
      }
      if (line.startsWith("error: ")) {
        throw new IllegalArgumentException(line.substring("error: ".length()));
      }
      lines.accept(line);
    }
    throw new IOException("the daemon at " + socket + " ended before it had answered");
  }
}
