package dev.drover.sdn.api;

import dev.drover.calls.HttpCalls;
import dev.drover.calls.TlsFiles;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The controller across the network. Every call may be repeated without harm; faults are {@link
 * dev.drover.calls.CallException}. Safe for use by many threads.
 */
public final class SdnClient {
  /** How long a call waits for its answer. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpCalls calls;

  /**
   * A client of the controller at {@code controller}, such as {@code https://10.99.0.1:7453}.
   * Nothing is sent yet.
   *
   * @throws IllegalArgumentException when the URL or the TLS files are not usable
   */
  public SdnClient(URI controller, Optional<TlsFiles> tls) {
    this.calls = new HttpCalls("SDN controller", controller, HttpCalls.client(tls));
  }

  /** {@return the network as the controller knows it now} */
  public NetworkStatus status() {
    return calls.get("/v1/network", PATIENCE, NetworkStatus.class);
  }

  /** Reserves the routes of a migration about to begin; {@return what was reserved} */
  public Announcement.Reserved announce(Announcement announcement) {
    return calls.send(
        "POST", "/v1/announcements", announcement, PATIENCE, Announcement.Reserved.class);
  }

  /** Releases what was reserved for a migration, if anything was. */
  public void withdraw(String migration) {
    String path = "/v1/announcements/" + URLEncoder.encode(migration, StandardCharsets.UTF_8);
    calls.send("DELETE", path, null, PATIENCE, Withdrawn.class);
  }

  /** The answer that says no more than that it was done. */
  public record Withdrawn() {}
}
