package dev.drover.agent.edge;

import static dev.drover.calls.JsonServer.answer;
import static dev.drover.calls.JsonServer.body;
import static dev.drover.calls.JsonServer.part;

import dev.drover.agent.api.EdgeAgent;
import dev.drover.agent.api.EdgeAgent.Claim;
import dev.drover.agent.api.HttpAgentClient.Nothing;
import dev.drover.agent.api.Mapping;
import dev.drover.calls.JsonServer;
import dev.drover.calls.TlsFiles;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetSocketAddress;
import java.util.Optional;

/** An edge agent's door on the network. */
public final class EdgeServer implements AutoCloseable {
  private final EdgeAgent edge;
  private final JsonServer server;

  /**
   * Listens at once.
   *
   * @param tls empty for plain HTTP
   */
  public EdgeServer(EdgeAgent edge, InetSocketAddress address, Optional<TlsFiles> tls) {
    this.edge = edge;
    this.server = new JsonServer(address, tls, this::routes);
  }

  /** {@return the port that is listened on} */
  public int port() {
    return server.port();
  }

  private void routes(HttpRouting.Builder routes) {
    routes
        .post(
            "/v1/expected",
            answer(in -> {
              edge.prepare(body(in, Claim.class));
              return new Nothing();
            }))
        .post("/v1/claims", answer(in -> edge.announce(body(in, Claim.class))))
        .post("/v1/mappings", answer(in -> edge.learn(body(in, Mapping.class))))
        .get("/v1/mappings", answer(_ -> edge.mappings()))
        .get("/v1/mappings/{address}", answer(in -> edge.mapping(part(in, "address"))));
  }

  @Override
  public void close() {
    server.close();
  }
}
