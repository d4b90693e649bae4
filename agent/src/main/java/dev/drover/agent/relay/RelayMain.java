package dev.drover.agent.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The relay process of one host: {@code RelayMain DIRECTORY}. An agent starts it when the first
 * migration goes through the relay. It outlives its agent, as QEMU does, and ends by itself when it
 * has carried nothing and was asked nothing for a while.
 */
final class RelayMain {
  /** Longer than a destination waits for its source. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private static final Duration LOOK = Duration.ofSeconds(5);

  /** A control socket that carries no line within this is nobody's. */
  private static final int LONGEST_LINE = 1024;

  private RelayMain() {}

  static Path control(Path directory) {
    return directory.resolve("control.sock");
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    FileChannel lock =
        FileChannel.open(
            directory.resolve("relay.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      return;
    }
    Files.writeString(directory.resolve("relay.pid"), ProcessHandle.current().pid() + "\n");
    Files.deleteIfExists(control(directory));
    AtomicLong asked = new AtomicLong(System.nanoTime());
    try (Desk desk = new Desk(directory);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(control(directory)));
      Thread.ofPlatform().daemon().name("control").start(() -> serve(server, desk, asked));
      while (desk.busy() || System.nanoTime() - asked.get() < IDLE.toNanos()) {
        if (desk.busy()) {
          asked.set(System.nanoTime());
        }
        Thread.sleep(LOOK);
      }
      Files.deleteIfExists(control(directory));
    } finally {
      lock.close();
    }
  }

  private static void serve(ServerSocketChannel server, Desk desk, AtomicLong asked) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        asked.set(System.nanoTime());
        // A thread each: to end a sender takes as long as its connections do.
        Thread.ofPlatform().daemon().start(() -> answer(client, desk));
      }
    } catch (IOException e) {
      System.err.println("drover-relay: listens no more: " + e);
    }
  }

  private static void answer(SocketChannel client, Desk desk) {
    try (client) {
      BufferedReader in =
          new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8), LONGEST_LINE);
      String line = in.readLine();
      if (line == null) {
        return;
      }
      Reply reply;
      try {
        reply = desk.answer(Command.decode(line));
      } catch (IllegalArgumentException e) {
        reply = Reply.refused(String.valueOf(e.getMessage()));
      }
      ByteBuffer bytes = ByteBuffer.wrap(reply.encode().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    } catch (IOException e) {
      System.err.println("drover-relay: an answer was not sent: " + e);
    }
  }
}
