package dev.drover.agent;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.AgentConfig.TlsFiles;
import dev.drover.agent.api.AgentException;
import dev.drover.agent.api.AgentException.Kind;
import dev.drover.agent.api.HttpAgentClient.CancelReply;
import dev.drover.agent.api.HttpAgentClient.Nothing;
import dev.drover.agent.api.Json;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.PeerAgent.SourceHello;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.Refusal;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.TlsContext;
import dev.drover.agent.api.VmSpec;
import dev.drover.model.Reservation;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** An agent's door on the network: JSON over HTTP/1.1, with mutual TLS unless told otherwise. */
public final class AgentServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  /** Kept, as loggers that nobody holds forget their level. */
  private static final java.util.logging.Logger HELIDON =
      java.util.logging.Logger.getLogger("io.helidon");

  static {
    HELIDON.setLevel(Level.WARNING);
  }

  /** The longest request that is read; real ones are below 4 KiB. */
  static final int MAX_REQUEST_BYTES = 256 << 10;

  private final PeerAgent agent;
  private final WebServer server;

  /**
   * Listens at once.
   *
   * @param tls empty for plain HTTP
   */
  public AgentServer(PeerAgent agent, InetSocketAddress address, Optional<TlsFiles> tls) {
    this.agent = agent;
    WebServerConfig.Builder builder =
        WebServer.builder()
            .address(address.getAddress())
            .port(address.getPort())
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ZERO)
            .maxPayloadSize(MAX_REQUEST_BYTES)
            .featuresDiscoverServices(false)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .routing(this::routes);
    tls.ifPresent(files ->
        builder.tls(
            Tls.builder()
                .sslContext(TlsContext.load(files))
                .clientAuth(TlsClientAuth.REQUIRED)
                .addEnabledProtocol("TLSv1.3")
                .build()));
    this.server = builder.build().start();
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
        .post("/v1/incoming/{id}/done", answer(in -> done(() -> agent.done(part(in, "id")))))
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
        .any((in, out) ->
            refuse(
                out,
                Status.NOT_FOUND_404,
                new Refusal("no such call: " + in.prologue(), Kind.REFUSED)));
  }

  private static Nothing done(Runnable call) {
    call.run();
    return new Nothing();
  }

  private static Handler answer(Function<ServerRequest, Object> call) {
    return (in, out) -> {
      try {
        send(out, Status.OK_200, call.apply(in));
      } catch (AgentException e) {
        refuse(out, statusOf(e.kind()), new Refusal(String.valueOf(e.getMessage()), e.kind()));
      } catch (BadRequest e) {
        refuse(
            out, Status.BAD_REQUEST_400, new Refusal(String.valueOf(e.getMessage()), Kind.REFUSED));
      } catch (RuntimeException e) {
        LOG.error("{} {}", in.prologue().method(), in.path().path(), e);
        refuse(
            out,
            Status.INTERNAL_SERVER_ERROR_500,
            new Refusal("the agent failed: " + e, Kind.REFUSED));
      }
    };
  }

  private static Status statusOf(Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> Status.NOT_FOUND_404;
      case REFUSED -> Status.CONFLICT_409;
      case UNREACHABLE -> Status.BAD_GATEWAY_502;
    };
  }

  private static void refuse(ServerResponse out, Status status, Refusal refusal) {
    send(out, status, refusal);
  }

  private static void send(ServerResponse out, Status status, Object body) {
    out.status(status);
    out.header(HeaderNames.CONTENT_TYPE, "application/json");
    out.send(Json.MAPPER.writeValueAsBytes(body));
  }

  private static <T> T body(ServerRequest in, Class<T> type) {
    try (InputStream stream = in.content().inputStream()) {
      byte[] bytes = stream.readNBytes(MAX_REQUEST_BYTES + 1);
      if (bytes.length > MAX_REQUEST_BYTES) {
        throw new BadRequest("request is longer than " + MAX_REQUEST_BYTES + " bytes");
      }
      return Json.MAPPER.readValue(bytes, type);
    } catch (JacksonException e) {
      throw new BadRequest(
          "not a " + type.getSimpleName() + ": " + e.getOriginalMessage().lines().findFirst().get(),
          e);
    } catch (IOException e) {
      throw new BadRequest("request was cut short: " + e.getMessage(), e);
    }
  }

  private static String part(ServerRequest in, String name) {
    return in.path().pathParameters().get(name);
  }

  private static String query(ServerRequest in, String name) {
    return in.query()
        .first(name)
        .asOptional()
        .orElseThrow(() -> new BadRequest("query parameter '" + name + "' is missing"));
  }

  private static long number(ServerRequest in, String name) {
    String text = query(in, name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BadRequest(name + " must be a whole number: '" + text + "'", e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }

  private static final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
      super(message);
    }

    BadRequest(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
