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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/**
 * The relay process of one host: {@code RelayMain DIRECTORY}. An agent starts it when the first
 * migration goes through the relay. It outlives its agent, as QEMU does, and ends by itself when it
 * has carried nothing and was asked nothing for a while.
 */
final class RelayMain {
  /** Longer than a destination waits for its source. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final int LINE = 1024;

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
      Door door = new Door(desk);
      Thread.ofPlatform().daemon().name("control").start(() -> serve(server, door, asked));
      while (!door.closed(() -> System.nanoTime() - asked.get() > IDLE.toNanos())) {
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

  /** Before the desk: what is answered at all is carried out by a process that goes on. */
  private static final class Door {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Desk desk;
    private boolean closed;

    Door(Desk desk) {
      this.desk = desk;
    }

    /** {@return the answer; empty when the process is about to end} */
    Optional<Reply> answer(Command command) {
      lock.readLock().lock();
      try {
        return closed ? Optional.empty() : Optional.of(desk.answer(command));
      } finally {
        lock.readLock().unlock();
      }
    }

    /** Closes when nobody asks for anything and {@code idle} holds; {@return whether it is} */
    boolean closed(BooleanSupplier idle) {
      if (lock.writeLock().tryLock()) {
        try {
          closed = !desk.busy() && idle.getAsBoolean();
        } finally {
          lock.writeLock().unlock();
        }
      }
      return closed;
    }
  }

  private static void serve(ServerSocketChannel server, Door door, AtomicLong asked) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        asked.set(System.nanoTime());
        // A thread each: to end a sender takes as long as its connections do.
        Thread.ofPlatform().daemon().start(() -> answer(client, door));
      }
    } catch (IOException e) {
      System.err.println("drover-relay: listens no more: " + e);
    }
  }

  private static void answer(SocketChannel client, Door door) {
    try (client) {
      BufferedReader in =
          new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8), LINE);
      String line = in.readLine();
      if (line == null) {
        return;
      }
      Optional<Reply> reply;
      try {
        reply = door.answer(Command.decode(line));
      } catch (IllegalArgumentException e) {
        reply = Optional.of(Reply.refused(String.valueOf(e.getMessage())));
      }
      if (reply.isEmpty()) {
        return;
      }
      ByteBuffer bytes = ByteBuffer.wrap(reply.get().encode().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    } catch (IOException e) {
      System.err.println("drover-relay: an answer was not sent: " + e);
    }
  }
}
