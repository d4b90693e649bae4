package dev.drover.agent.relay;

import java.nio.file.Path;
import java.util.Optional;

/** The relay at a migration's destination: it listens for the sender, QEMU listens for it. */
final class Receiver implements AutoCloseable {
  private final Links links;
  private final int port;

  /**
   * Listens for the sender.
   *
   * @param qemu where QEMU listens
   */
  Receiver(String vm, Place.Tcp listen, Path qemu) {
    Socket listener = Socket.listening(new Libc(), listen);
    this.port = listener.port(new Libc());
    this.links =
        new Links("receive " + vm, listener, new Place.Local(qemu), false, Optional.empty());
    links.start();
  }

  /** {@return the TCP port on which it listens} */
  int port() {
    return port;
  }

  boolean busy() {
    return links.busy();
  }

  Optional<String> complaint() {
    return links.complaint();
  }

  /** Breaks what is still connected and listens no more. */
  @Override
  public void close() {
    links.close();
  }
}
