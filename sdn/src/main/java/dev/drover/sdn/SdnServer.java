package dev.drover.sdn;

import static dev.drover.calls.JsonServer.answer;
import static dev.drover.calls.JsonServer.body;
import static dev.drover.calls.JsonServer.part;

import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.calls.JsonServer;
import dev.drover.calls.TlsFiles;
import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.SdnClient;
import dev.drover.sdn.api.SdnClient.Withdrawn;
import dev.drover.sdn.control.AnnouncementRefused;
import dev.drover.sdn.control.Controller;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The controller's door on the network. */
public final class SdnServer implements AutoCloseable {
  /** Lets nothing else touch the controller meanwhile. */
  @FunctionalInterface
  public interface Exclusively {
    <T> T call(Supplier<T> work);
  }

  /**
   * For a host to say where it is, however busy it and the switches are: nearly as long as the
   * client waits. Who is refused migrates without a route of its own.
   */
  private static final Duration ANSWER = SdnClient.PATIENCE.minusSeconds(2);

  private static final Duration RETRY = Duration.ofMillis(20);

  private final Controller controller;
  private final Exclusively exclusively;
  private final JsonServer server;

  /**
   * Listens at once.
   *
   * @param tls empty for plain HTTP
   */
  public SdnServer(
      Controller controller,
      Exclusively exclusively,
      InetSocketAddress address,
      Optional<TlsFiles> tls) {
    this.controller = controller;
    this.exclusively = exclusively;
    this.server = new JsonServer(address, tls, this::routes);
  }

  /** {@return the port that is listened on} */
  public int port() {
    return server.port();
  }

  private void routes(HttpRouting.Builder routes) {
    routes
        .get("/v1/network", answer(_ -> exclusively.call(controller::status)))
        .post("/v1/announcements", answer(in -> announce(body(in, Announcement.class))))
        .delete("/v1/announcements/{migration}", answer(in -> withdraw(part(in, "migration"))));
  }

  /** Waits a moment for ends that are asked for; a migration is about to begin. */
  private Announcement.Reserved announce(Announcement announcement) {
    long end = System.nanoTime() + ANSWER.toNanos();
    while (true) {
      try {
        return exclusively.call(() -> controller.announce(announcement));
      } catch (AnnouncementRefused e) {
        if (!e.mayPass() || System.nanoTime() > end || interrupted()) {
          throw new CallException(Kind.REFUSED, String.valueOf(e.getMessage()), e);
        }
      }
    }
  }

  private static boolean interrupted() {
    try {
      Thread.sleep(RETRY);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Withdrawn withdraw(String migration) {
    return exclusively.call(() -> {
      controller.withdraw(migration);
      return new Withdrawn();
    });
  }

  @Override
  public void close() {
    server.close();
  }
}
