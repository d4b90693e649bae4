package dev.drover.sdn;

import dev.drover.calls.TlsContext;
import dev.drover.sdn.connection.Limits;
import dev.drover.sdn.connection.SwitchServer;
import dev.drover.sdn.control.Controller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * A controller that runs. Closing it leaves all flows on the switches where they are: traffic goes
 * on, and the next controller takes the flows over.
 */
public final class SdnDaemon implements AutoCloseable {
  private final SdnConfig config;
  private final SwitchServer switches;
  private final SdnServer api;

  /**
   * Listens at once.
   *
   * @throws UncheckedIOException when an address cannot be listened on
   * @throws IllegalArgumentException when the TLS files are not usable
   */
  public SdnDaemon(SdnConfig config) {
    this.config = config;
    checkFree(config.api());
    Controller controller = new Controller(config.settings(), new SecureRandom().nextLong());
    this.switches =
        new SwitchServer(
            config.openflow(),
            config.switchTls().map(TlsContext::load),
            controller,
            Limits.STANDARD);
    SdnServer server = null;
    try {
      server = new SdnServer(controller, switches::exclusively, config.api(), config.tls());
    } finally {
      if (server == null) {
        switches.close();
      }
    }
    this.api = server;
  }

  /** {@return the port that switches connect to} */
  public int openflowPort() {
    return switches.port();
  }

  /** {@return the port of the API} */
  public int apiPort() {
    return api.port();
  }

  /** {@return what is listened on and how, in one line} */
  public String describe() {
    return "controller listens for switches on %s://%s:%d, API on %s://%s:%d, routing %s"
        .formatted(
            config.switchTls().isPresent() ? "tls" : "tcp",
            config.openflow().getAddress().getHostAddress(),
            openflowPort(),
            config.tls().isPresent() ? "https" : "http",
            config.api().getAddress().getHostAddress(),
            apiPort(),
            config.settings().routing().name());
  }

  /**
   * Waits until it is closed.
   *
   * @throws IllegalStateException when it has failed
   */
  public void await() throws InterruptedException {
    switches.await();
  }

  @Override
  public void close() {
    api.close();
    switches.close();
  }

  /** The HTTP server's own message names no address. */
  private static void checkFree(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen for API calls on %s:%d: %s"
              .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage()),
          e);
    }
  }
}
