package dev.drover.xia.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Asks a daemon on this machine. */
public final class ConsoleClient {
  private final Path socket;

  /**
   * @param socket the daemon's {@code control}
   */
  public ConsoleClient(Path socket) {
    this.socket = socket;
  }

  /**
   * {@return the lines of the answer}
   *
   * @throws IOException when no daemon answers
   * @throws IllegalArgumentException when it refuses, with what it says
   */
  public List<String> ask(String... words) throws IOException {
    List<String> lines = new ArrayList<>();
    follow(lines::add, words);
    return lines;
  }

  /** As {@link #ask}, for answers that come line by line. */
  public void follow(Consumer<String> lines, String... words) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
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
}
