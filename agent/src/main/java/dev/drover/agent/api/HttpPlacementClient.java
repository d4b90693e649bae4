package dev.drover.agent.api;

import dev.drover.calls.HttpCalls;
import dev.drover.calls.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An agent's part in S-CORE, asked over HTTP. */
public final class HttpPlacementClient implements PlacementAgent {
  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Until a majority of the hosts has agreed, or not. */
  private static final Duration AGREED = Duration.ofSeconds(30);

  private final HttpCalls calls;

  /** A client of the agent at {@code url}; nothing is sent yet. */
  public HttpPlacementClient(URI url, Optional<TlsFiles> tls) {
    this.calls = new HttpCalls("agent", url, HttpCalls.client(tls));
  }

  @Override
  public PlacementReport placement() {
    return calls.get("/v1/placement", QUICK, PlacementReport.class);
  }

  @Override
  public List<PairRate> traffic() {
    return List.of(calls.get("/v1/placement/traffic", QUICK, PairRate[].class));
  }

  @Override
  public List<Decision> decisions(long sinceMs) {
    return List.of(
        calls.get("/v1/placement/decisions?sinceMs=" + sinceMs, QUICK, Decision[].class));
  }

  @Override
  public TokenGeneration create(TokenRequest request) {
    return calls.send("POST", "/v1/placement/token", request, AGREED, TokenGeneration.class);
  }

  @Override
  public TokenGeneration end() {
    return calls.send("DELETE", "/v1/placement/token", null, AGREED, TokenGeneration.class);
  }
}
