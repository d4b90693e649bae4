package dev.drover.calls;

import dev.drover.calls.CallException.Kind;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A daemon's door on the network: JSON over HTTP/1.1, with mutual TLS unless told otherwise. What a
 * route throws becomes a {@link Refusal}.
 */
public final class JsonServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JsonServer.class);

  /** Kept, as loggers that nobody holds forget their level. */
  private static final java.util.logging.Logger HELIDON =
      java.util.logging.Logger.getLogger("io.helidon");

  static {
    HELIDON.setLevel(Level.WARNING);
  }

  /** The longest request that is read; real ones are below 4 KiB. */
  public static final int MAX_REQUEST_BYTES = 256 << 10;

  private final WebServer server;

  /**
   * Listens at once.
   *
   * @param tls empty for plain HTTP
   * @param routes adds what is answered; made by {@link #answer}
   */
  public JsonServer(
      InetSocketAddress address, Optional<TlsFiles> tls, Consumer<HttpRouting.Builder> routes) {
    WebServerConfig.Builder builder =
        WebServer.builder()
            .address(address.getAddress())
            .port(address.getPort())
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ZERO)
            .maxPayloadSize(MAX_REQUEST_BYTES)
            .featuresDiscoverServices(false)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .routing(routing -> {
              routes.accept(routing);
              routing.any((in, out) ->
                  refuse(
                      out,
                      Status.NOT_FOUND_404,
                      new Refusal("no such call: " + in.prologue(), Kind.REFUSED)));
            });
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

  /** {@return a route that answers with what {@code call} returns} */
  public static Handler answer(Function<ServerRequest, Object> call) {
    return (in, out) -> {
      try {
        send(out, Status.OK_200, call.apply(in));
      } catch (CallException e) {
        refuse(out, statusOf(e.kind()), new Refusal(String.valueOf(e.getMessage()), e.kind()));
      } catch (BadRequest e) {
        refuse(
            out, Status.BAD_REQUEST_400, new Refusal(String.valueOf(e.getMessage()), Kind.REFUSED));
      } catch (RuntimeException e) {
        LOG.error("{} {}", in.prologue().method(), in.path().path(), e);
        refuse(
            out,
            Status.INTERNAL_SERVER_ERROR_500,
            new Refusal("the call failed: " + e, Kind.REFUSED));
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

  /** {@return the request's body as a {@code type}} */
  public static <T> T body(ServerRequest in, Class<T> type) {
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

  /** {@return the part of the path that the route calls {@code name}} */
  public static String part(ServerRequest in, String name) {
    return in.path().pathParameters().get(name);
  }

  /** {@return the query parameter {@code name}, which must be there} */
  public static String query(ServerRequest in, String name) {
    return in.query()
        .first(name)
        .asOptional()
        .orElseThrow(() -> new BadRequest("query parameter '" + name + "' is missing"));
  }

  /** {@return the query parameter {@code name} as a whole number} */
  public static long number(ServerRequest in, String name) {
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
