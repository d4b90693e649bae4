package dev.drover.agent.api;

import dev.drover.agent.api.AgentException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One JSON request, one JSON answer; every fault becomes an {@link AgentException}. */
final class HttpCalls {
  private final URI agent;
  private final HttpClient client;

  HttpCalls(URI agent, HttpClient client) {
    if (agent.getHost() == null
        || !("https".equals(agent.getScheme()) || "http".equals(agent.getScheme()))) {
      throw new IllegalArgumentException(
          "'" + agent + "' is not an agent's URL; write one such as https://10.99.0.11:7443");
    }
    this.agent = agent;
    this.client = client;
  }

  <T> T get(String path, Duration timeout, Class<T> answer) {
    return send("GET", path, null, timeout, answer);
  }

  <T> T send(String method, String path, @Nullable Object body, Duration timeout, Class<T> answer) {
    HttpRequest request =
        HttpRequest.newBuilder(agent.resolve(path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)))
            .build();
    Answer response = exchange(request);
    if (response.code() != 200) {
      throw refusal(response);
    }
    try {
      return Json.MAPPER.readValue(response.body(), answer);
    } catch (JacksonException e) {
      throw new AgentException(
          Kind.REFUSED, "agent " + agent + " gave an answer that is not understood: " + line(e), e);
    }
  }

  private Answer exchange(HttpRequest request) {
    try {
      return once(request);
    } catch (SSLException e) {
      throw unreachable("TLS failed: " + line(e) + "; check this party's keys", e);
    } catch (HttpTimeoutException | java.net.ConnectException e) {
      throw unreachable(line(e), e);
    } catch (IOException closedWhileIdle) {
      try {
        return once(request);
      } catch (IOException e) {
        throw unreachable(line(e), e);
      }
    }
  }

  private Answer once(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] body = in.readNBytes(Json.MAX_BYTES + 1);
        if (body.length > Json.MAX_BYTES) {
          throw new AgentException(Kind.REFUSED, "agent " + agent + " gave an answer too long");
        }
        return new Answer(response.statusCode(), new String(body, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", e);
    }
  }

  private AgentException refusal(Answer response) {
    try {
      Refusal refusal = Json.MAPPER.readValue(response.body(), Refusal.class);
      return new AgentException(refusal.kind(), refusal.error());
    } catch (JacksonException e) {
      return new AgentException(
          Kind.REFUSED,
          "agent " + agent + " answered " + response.code() + " " + response.body().strip(),
          e);
    }
  }

  private AgentException unreachable(String why, Exception e) {
    return new AgentException(Kind.UNREACHABLE, "agent " + agent + " cannot be reached: " + why, e);
  }

  private record Answer(int code, String body) {}

  private static String line(Exception e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return text.lines().findFirst().orElse("no reason given");
  }
}
