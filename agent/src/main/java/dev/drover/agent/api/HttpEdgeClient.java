package dev.drover.agent.api;

import dev.drover.agent.api.HttpAgentClient.Nothing;
import dev.drover.calls.HttpCalls;
import dev.drover.calls.TlsFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An edge's agent across the network, as {@link HttpAgentClient} is a host's. */
public final class HttpEdgeClient implements EdgeAgent {
  /** It does little; a VM is out of reach meanwhile. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpCalls calls;

  private HttpEdgeClient(HttpCalls calls) {
    this.calls = calls;
  }

  /** {@return what makes clients that share one connection pool and one reading of the keys} */
  public static Connector connector(Optional<TlsFiles> tls) {
    HttpClient shared = HttpCalls.client(tls);
    return edge -> new HttpEdgeClient(new HttpCalls("edge", edge, shared));
  }

  /** Makes clients of edges. */
  @FunctionalInterface
  public interface Connector {
    EdgeAgent connect(URI edge);
  }

  @Override
  public void prepare(Claim claim) {
    calls.send("POST", "/v1/expected", claim, TIMEOUT, Nothing.class);
  }

  @Override
  public Answer announce(Claim claim) {
    return calls.send("POST", "/v1/claims", claim, TIMEOUT, Answer.class);
  }

  @Override
  public Answer learn(Mapping mapping) {
    return calls.send("POST", "/v1/mappings", mapping, TIMEOUT, Answer.class);
  }

  @Override
  public List<Mapping> mappings() {
    return List.of(calls.get("/v1/mappings", TIMEOUT, Mapping[].class));
  }

  @Override
  public Mapping mapping(String address) {
    return calls.get("/v1/mappings/" + address, TIMEOUT, Mapping.class);
  }
}
