package dev.drover.cli.controller;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A controller that runs, until this is closed or this JVM ends, also by Ctrl-C. */
final class PeerProcess implements AutoCloseable {
  private static final long STARTED_WITHIN = Duration.ofSeconds(20).toNanos();
  private static final int LOOK_EVERY_MS = 50;
  private static final int END_WITHIN_S = 3;

  private final Peer peer;
  private final Process process;
  private final InetSocketAddress address;
  private final Path log;
  private final Thread hook;

  private PeerProcess(Peer peer, Process process, InetSocketAddress address, Path log) {
    this.peer = peer;
    this.process = process;
    this.address = address;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "end of " + peer.name());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a controller and waits until it takes connections. */
  static PeerProcess start(Peer peer, Path scratch) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(scratch.resolve(peer.name()));
    int port = freePort();
    Path log = directory.resolve("log");
    List<String> command = peer.command(port, directory);
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "cannot start " + command.getFirst() + " (" + e.getMessage() + "); install it",
          e);
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    PeerProcess started = new PeerProcess(peer, process, address, log);
    try {
      started.await();
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** {@return a port of the loopback address that nothing listens at} */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "no free port (" + e.getMessage() + ")", e);
    }
  }

  private void await() throws IOException, InterruptedException {
    long end = System.nanoTime() + STARTED_WITHIN;
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(address);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          throw failed("it does not take connections");
        }
        Thread.sleep(LOOK_EVERY_MS);
      }
    }
  }

  /** {@return a failure that ends with what the controller printed last} */
  CommandFailure failed(String what) {
    String last;
    try {
      List<String> lines = Files.readAllLines(log);
      last = lines.isEmpty() ? "nothing" : lines.getLast();
    } catch (IOException e) {
      last = "what cannot be read (" + e.getMessage() + ")";
    }
    return new CommandFailure(
        ExitCode.FAILED, peer.name() + ": " + what + "; it printed last: " + last);
  }

  Peer peer() {
    return peer;
  }

  InetSocketAddress address() {
    return address;
  }

  /** {@return the processor time it has used, user and system} */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook runs.
    }
  }
}
