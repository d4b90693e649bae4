package dev.drover.calls;

import dev.drover.calls.CallException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One JSON request, one JSON answer; every fault becomes a {@link CallException}. Safe for use by
 * many threads.
 */
public final class HttpCalls {
  /** For a host that is there to take a connection; the client counts the TLS handshake too. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** The same without a handshake, which the kernel of a busy host does in no time. */
  private static final Duration ACCEPT = Duration.ofSeconds(1);

  private static final int HTTPS_PORT = 443;

  private final String party;
  private final URI url;
  private final HttpClient client;

  /**
   * Calls of the party at {@code url}, which errors name as {@code party}. Nothing is sent yet. A
   * call that finds its idle connection closed is sent once more: it must be one that may be
   * repeated.
   *
   * @throws IllegalArgumentException when it is no URL of HTTP
   */
  public HttpCalls(String party, URI url, HttpClient client) {
    if (url.getHost() == null
        || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
      throw new IllegalArgumentException(
          "'"
              + url
              + "' is not the URL of an "
              + party
              + "; write one such as https://10.99.0.11:7443");
    }
    this.party = party;
    this.url = url;
    this.client = client;
  }

  /** {@return the answer to a GET of {@code path}} */
  public <T> T get(String path, Duration timeout, Class<T> answer) {
    return send("GET", path, null, timeout, answer);
  }

  /** {@return the answer to {@code method} on {@code path}} */
  public <T> T send(
      String method, String path, @Nullable Object body, Duration timeout, Class<T> answer) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)))
            .build();
    Answer response = exchange(request, timeout);
    if (response.code() != 200) {
      throw refusal(response);
    }
    try {
      return Json.MAPPER.readValue(response.body(), answer);
    } catch (JacksonException e) {
      throw new CallException(
          Kind.REFUSED,
          party + " " + url + " gave an answer that is not understood: " + line(e),
          e);
    }
  }

  /**
   * {@return a client that trusts and is trusted as {@code tls} says; plain HTTP when it is empty}
   *
   * @throws IllegalArgumentException when the files are not usable
   */
  public static HttpClient client(Optional<TlsFiles> tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    tls.map(TlsContext::load).ifPresent(builder::sslContext);
    return builder.build();
  }

  private Answer exchange(HttpRequest request, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      return once(client, request);
    } catch (SSLException e) {
      throw tlsFailed(e);
    } catch (HttpConnectTimeoutException e) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!url.getScheme().equals("https") || !left.isPositive() || !takesConnections()) {
        throw unreachable(line(e), e);
      }
      return patiently(HttpRequest.newBuilder(request, (_, _) -> true).timeout(left).build());
    } catch (HttpTimeoutException | java.net.ConnectException e) {
      throw unreachable(line(e), e);
    } catch (IOException closedWhileIdle) {
      try {
        return once(client, request);
      } catch (IOException e) {
        throw unreachable(line(e), e);
      }
    }
  }

  /** Whoever is there may take as long for the handshake as for the answer: its host is busy. */
  private Answer patiently(HttpRequest request) {
    try (HttpClient patient =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(client.sslContext())
            .build()) {
      return once(patient, request);
    } catch (SSLException e) {
      throw tlsFailed(e);
    } catch (IOException e) {
      throw unreachable(line(e), e);
    }
  }

  private boolean takesConnections() {
    int port = url.getPort() < 0 ? HTTPS_PORT : url.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(url.getHost(), port), Math.toIntExact(ACCEPT.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Answer once(HttpClient client, HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] body = in.readNBytes(Json.MAX_BYTES + 1);
        if (body.length > Json.MAX_BYTES) {
          throw new CallException(Kind.REFUSED, party + " " + url + " gave an answer too long");
        }
        return new Answer(response.statusCode(), new String(body, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", e);
    }
  }

  private CallException refusal(Answer response) {
    try {
      Refusal refusal = Json.MAPPER.readValue(response.body(), Refusal.class);
      return new CallException(refusal.kind(), refusal.error());
    } catch (JacksonException e) {
      return new CallException(
          Kind.REFUSED,
          party + " " + url + " answered " + response.code() + " " + response.body().strip(),
          e);
    }
  }

  private CallException tlsFailed(SSLException e) {
    return unreachable("TLS failed: " + line(e) + "; check this party's keys", e);
  }

  private CallException unreachable(String why, Exception e) {
    return new CallException(Kind.UNREACHABLE, party + " " + url + " cannot be reached: " + why, e);
  }

  private record Answer(int code, String body) {}

  private static String line(Exception e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return text.lines().findFirst().orElse("no reason given");
  }
}
