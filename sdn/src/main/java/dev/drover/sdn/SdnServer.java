package dev.drover.sdn;

import static dev.drover.calls.JsonServer.answer;
import static dev.drover.calls.JsonServer.body;
import static dev.drover.calls.JsonServer.part;

import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.calls.JsonServer;
import dev.drover.calls.TlsFiles;
import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.SdnClient.Withdrawn;
import dev.drover.sdn.control.AnnouncementRefused;
import dev.drover.sdn.control.Controller;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** The controller's door on the network. */
public final class SdnServer implements AutoCloseable {
  /** Lets nothing else touch the controller meanwhile. */
  @FunctionalInterface
  public interface Exclusively {
    <T> T call(Supplier<T> work);
  }

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

  private Announcement.Reserved announce(Announcement announcement) {
    try {
      return exclusively.call(() -> controller.announce(announcement));
    } catch (AnnouncementRefused e) {
      throw new CallException(Kind.REFUSED, String.valueOf(e.getMessage()), e);
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
