package dev.drover.agent.token;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears other hosts, at this host's own address: what is sent to its VMs is caught and comes here.
 */
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Who has more to ask at once waits. */
  private static final int CONNECTIONS = 64;

  private final Parties parties;
  private final UnaryOperator<Message> answers;
  private final ServerSocket server;
  private final Semaphore room = new Semaphore(CONNECTIONS);

  /**
   * Listens at once.
   *
   * @throws UncheckedIOException when it cannot
   */
  Listener(InetSocketAddress address, Parties parties, UnaryOperator<Message> answers) {
    this.parties = parties;
    this.answers = answers;
    try {
      this.server = parties.listen(address);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
    Thread.ofPlatform().daemon().name("token-listener").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        room.acquireUninterruptibly();
        Thread.startVirtualThread(() -> {
          try {
            serve(socket);
          } finally {
            room.release();
          }
        });
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("a connection was not taken: {}", e.toString());
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.setTcpNoDelay(true);
      parties.check(socket);
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      Wire.write(answer(in), out);
    } catch (IOException e) {
      LOG.info("{} was not heard: {}", socket.getRemoteSocketAddress(), e.toString());
    } catch (RuntimeException e) {
      LOG.error("while answering {}", socket.getRemoteSocketAddress(), e);
    }
  }

  private Message answer(DataInputStream in) throws IOException {
    try {
      return answers.apply(Wire.read(in));
    } catch (Wire.Malformed e) {
      return new Message.Refused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("the listener was not closed: {}", e.toString());
    }
  }
}
