package dev.drover.xia.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The operator's socket: a line of words, then lines of an answer as they come, then {@code ok} or
 * {@code error: } and why. Without that last line the daemon has ended meanwhile.
 */
final class Console implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Console.class.getName());
  private static final int LINE = 16_384;

  /** Does what one word asks for. */
  @FunctionalInterface
  interface Command {
    /**
     * Answers line by line.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    void run(List<String> words, PrintWriter out) throws InterruptedException;
  }

  private final ServerSocketChannel server;
  private final Path path;
  private final TreeMap<String, Command> commands = new TreeMap<>();

  /** Answers from now on, each caller on a thread of its own. */
  Console(Path path) throws IOException {
    this.path = path;
    Files.deleteIfExists(path);
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
  }

  /** Adds a command; before {@link #start}. */
  void on(String word, Command command) {
    commands.put(word, command);
  }

  void start() {
    Thread.ofPlatform().daemon().name("xia console").start(this::serve);
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel caller = server.accept();
        Thread.ofVirtual().start(() -> answer(caller));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the console has ended: {0}", e.getMessage());
    }
  }

  private void answer(SocketChannel caller) {
    try (caller;
        BufferedReader in =
            new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8), LINE);
        PrintWriter out = new PrintWriter(Channels.newWriter(caller, StandardCharsets.UTF_8))) {
      String line = in.readLine();
      if (line == null) {
        return;
      }
      List<String> words = Arrays.asList(line.strip().split(" +", -1));
      Command command = commands.get(words.getFirst());
      try {
        if (command == null) {
          throw new IllegalArgumentException(
              "'" + words.getFirst() + "' is none of " + String.join(", ", commands.keySet()));
        }
        command.run(words.subList(1, words.size()), out);
        out.println("ok");
      } catch (IllegalArgumentException e) {
        out.println("error: " + String.valueOf(e.getMessage()).replace('\n', ' '));
      }
      out.flush();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "an answer was not read: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a command failed", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing the console: {0}", e.getMessage());
    }
  }
}
