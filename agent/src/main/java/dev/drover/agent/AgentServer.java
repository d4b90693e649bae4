package dev.drover.agent;

import static dev.drover.calls.JsonServer.answer;
import static dev.drover.calls.JsonServer.body;
import static dev.drover.calls.JsonServer.number;
import static dev.drover.calls.JsonServer.part;
import static dev.drover.calls.JsonServer.query;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.HttpAgentClient.CancelReply;
import dev.drover.agent.api.HttpAgentClient.Nothing;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.PeerAgent.SourceHello;
import dev.drover.agent.api.PeerAgent.XiaRegistration;
import dev.drover.agent.api.PlacementAgent;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.TokenRequest;
import dev.drover.agent.api.VmSpec;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.calls.JsonServer;
import dev.drover.calls.TlsFiles;
import dev.drover.model.Reservation;
import dev.drover.model.TransferOptions;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** An agent's door on the network. */
public final class AgentServer implements AutoCloseable {
  private final PeerAgent agent;
  private final Optional<PlacementAgent> placement;
  private final JsonServer server;

  /**
   * Listens at once.
   *
   * @param placement the host's part in S-CORE, if it takes part
   * @param tls empty for plain HTTP
   */
  public AgentServer(
      PeerAgent agent,
      Optional<PlacementAgent> placement,
      InetSocketAddress address,
      Optional<TlsFiles> tls) {
    this.agent = agent;
    this.placement = placement;
    this.server = new JsonServer(address, tls, this::routes);
  }

  /** {@return the port that is listened on} */
  public int port() {
    return server.port();
  }

  private void routes(HttpRouting.Builder routes) {
    routes
        .get("/v1/status", answer(_ -> agent.status()))
        .post("/v1/vms", answer(in -> agent.startVm(body(in, VmSpec.class))))
        .delete("/v1/vms/{vm}", answer(in -> done(() -> agent.stopVm(part(in, "vm")))))
        .post(
            "/v1/vms/{vm}/dirty-rate",
            answer(in ->
                agent.measureDirtyRate(part(in, "vm"), Duration.ofMillis(number(in, "windowMs")))))
        .post("/v1/incoming", answer(in -> agent.prepare(body(in, PrepareRequest.class))))
        .post(
            "/v1/incoming/{id}/hello",
            answer(in -> agent.hello(part(in, "id"), body(in, SourceHello.class))))
        .post(
            "/v1/incoming/{id}/take-over",
            answer(in -> agent.takeOver(part(in, "id"), query(in, "vm"))))
        .post(
            "/v1/incoming/{id}/abandon",
            answer(in -> done(() -> agent.abandon(part(in, "id"), query(in, "vm")))))
        .post(
            "/v1/incoming/{id}/listen-again",
            answer(in -> agent.listenAgain(part(in, "id"), query(in, "vm"))))
        .post(
            "/v1/incoming/{id}/registration",
            answer(in -> done(() -> agent.bring(part(in, "id"), body(in, XiaRegistration.class)))))
        .post("/v1/incoming/{id}/done", answer(in -> done(() -> agent.done(part(in, "id")))))
        .post(
            "/v1/outgoing", answer(in -> done(() -> agent.ready(body(in, TransferOptions.class)))))
        .post("/v1/migrations", answer(in -> done(() -> agent.start(body(in, StartRequest.class)))))
        .get("/v1/migrations", answer(_ -> agent.migrations()))
        .get("/v1/migrations/{id}", answer(in -> agent.migration(part(in, "id"))))
        .post(
            "/v1/migrations/{id}/adjust",
            answer(in -> done(() -> agent.adjust(part(in, "id"), body(in, AdjustRequest.class)))))
        .post(
            "/v1/migrations/{id}/cancel",
            answer(in -> new CancelReply(agent.cancel(part(in, "id")))))
        .put(
            "/v1/reservations",
            answer(in -> done(() -> agent.reserve(body(in, Reservation.class)))))
        .delete("/v1/reservations", answer(_ -> done(agent::release)))
        .get("/v1/samples", answer(in -> agent.samples(number(in, "sinceMs"))))
        .get("/v1/placement", answer(_ -> placement().placement()))
        .get("/v1/placement/traffic", answer(_ -> placement().traffic()))
        .get("/v1/placement/decisions", answer(in -> placement().decisions(number(in, "sinceMs"))))
        .post("/v1/placement/token", answer(in -> placement().create(body(in, TokenRequest.class))))
        .delete("/v1/placement/token", answer(_ -> placement().end()));
  }

  private PlacementAgent placement() {
    return placement.orElseThrow(() ->
        new CallException(
            Kind.REFUSED,
            "this host does not place VMs by their traffic: its configuration has no 'placement'"));
  }

  private static Nothing done(Runnable call) {
    call.run();
    return new Nothing();
  }

  @Override
  public void close() {
    server.close();
  }
}
