package dev.drover.agent.api;

import dev.drover.calls.HttpCalls;
import dev.drover.calls.TlsFiles;
import dev.drover.model.Reservation;
import dev.drover.model.TransferOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An agent across the network: JSON over HTTP/1.1 with mutual TLS on connections that stay open.
 * Safe for use by many threads.
 *
 * <p>Every call may be repeated without harm, so one that finds its idle connection closed is sent
 * once more before it counts as unreachable.
 */
public final class HttpAgentClient implements PeerAgent {
  /** Enough for an agent that does not launch or measure anything. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /**
   * A VM that does not take it in within this may wait for memory whose connection has broken: the
   * ends must be joined first.
   */
  private static final Duration TAKE_OVER = Duration.ofSeconds(3);

  /** Enough to launch a VM on a busy machine. */
  private static final Duration LONG = Duration.ofSeconds(90);

  private final HttpCalls calls;

  private HttpAgentClient(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * A client of the agent at {@code agent}, such as {@code https://10.99.0.11:7443}. Nothing is
   * sent yet.
   *
   * @throws IllegalArgumentException when the URL or the TLS files are not usable
   */
  public static HttpAgentClient connect(URI agent, Optional<TlsFiles> tls) {
    return new HttpAgentClient(new HttpCalls("agent", agent, HttpCalls.client(tls)));
  }

  /** {@return what makes clients that share one connection pool and one reading of the keys} */
  public static Connector connector(Optional<TlsFiles> tls) {
    HttpClient shared = HttpCalls.client(tls);
    return agent -> new HttpAgentClient(new HttpCalls("agent", agent, shared));
  }

  /** Makes clients of agents. */
  @FunctionalInterface
  public interface Connector {
    PeerAgent connect(URI agent);
  }

  @Override
  public HostStatus status() {
    return calls.get("/v1/status", SHORT, HostStatus.class);
  }

  @Override
  public VmStatus startVm(VmSpec vm) {
    return calls.send("POST", "/v1/vms", vm, LONG, VmStatus.class);
  }

  @Override
  public void stopVm(String vm) {
    calls.send("DELETE", "/v1/vms/" + text(vm), null, SHORT, Nothing.class);
  }

  @Override
  public DirtyReport measureDirtyRate(String vm, Duration window) {
    String path = "/v1/vms/" + text(vm) + "/dirty-rate?windowMs=" + window.toMillis();
    return calls.send("POST", path, null, SHORT.plus(window.multipliedBy(4)), DirtyReport.class);
  }

  @Override
  public PrepareReply prepare(PrepareRequest request) {
    return calls.send("POST", "/v1/incoming", request, LONG, PrepareReply.class);
  }

  @Override
  public void abandon(String migration, String vm) {
    calls.send("POST", incoming(migration, "abandon", vm), null, SHORT, Nothing.class);
  }

  @Override
  public VmStatus takeOver(String migration, String vm) {
    return calls.send(
        "POST", incoming(migration, "take-over", vm), null, TAKE_OVER, VmStatus.class);
  }

  @Override
  public PrepareReply listenAgain(String migration, String vm) {
    String path = incoming(migration, "listen-again", vm);
    return calls.send("POST", path, null, LONG, PrepareReply.class);
  }

  @Override
  public IncomingStatus hello(String migration, SourceHello hello) {
    String path = "/v1/incoming/" + text(migration) + "/hello";
    return calls.send("POST", path, hello, SHORT, IncomingStatus.class);
  }

  @Override
  public void done(String migration) {
    String path = "/v1/incoming/" + text(migration) + "/done";
    calls.send("POST", path, null, SHORT, Nothing.class);
  }

  @Override
  public void bring(String migration, XiaRegistration registration) {
    String path = "/v1/incoming/" + text(migration) + "/registration";
    calls.send("POST", path, registration, SHORT, Nothing.class);
  }

  @Override
  public void ready(TransferOptions transfer) {
    calls.send("POST", "/v1/outgoing", transfer, LONG, Nothing.class);
  }

  @Override
  public void start(StartRequest request) {
    calls.send("POST", "/v1/migrations", request, LONG, Nothing.class);
  }

  @Override
  public MigrationStatus migration(String migration) {
    return calls.get("/v1/migrations/" + text(migration), SHORT, MigrationStatus.class);
  }

  @Override
  public List<MigrationStatus> migrations() {
    return List.of(calls.get("/v1/migrations", SHORT, MigrationStatus[].class));
  }

  @Override
  public void adjust(String migration, AdjustRequest request) {
    String path = "/v1/migrations/" + text(migration) + "/adjust";
    calls.send("POST", path, request, SHORT, Nothing.class);
  }

  @Override
  public boolean cancel(String migration) {
    String path = "/v1/migrations/" + text(migration) + "/cancel";
    return calls.send("POST", path, null, SHORT, CancelReply.class).accepted();
  }

  @Override
  public void reserve(Reservation reservation) {
    calls.send("PUT", "/v1/reservations", reservation, SHORT, Nothing.class);
  }

  @Override
  public void release() {
    calls.send("DELETE", "/v1/reservations", null, SHORT, Nothing.class);
  }

  @Override
  public List<Sample> samples(long sinceMs) {
    return List.of(calls.get("/v1/samples?sinceMs=" + sinceMs, SHORT, Sample[].class));
  }

  private static String incoming(String migration, String action, String vm) {
    return "/v1/incoming/" + text(migration) + "/" + action + "?vm=" + text(vm);
  }

  private static String text(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }

  /** The answer to {@code cancel}. */
  public record CancelReply(boolean accepted) {}

  /** The answer of calls that say no more than that they succeeded. */
  public record Nothing() {}
}
