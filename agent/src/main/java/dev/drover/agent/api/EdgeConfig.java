package dev.drover.agent.api;

import dev.drover.calls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An edge agent's configuration file (YAML).
 *
 * @param router this router's name
 * @param directory where the agent keeps what it knows
 * @param listen management address and port, {@code address:port}
 * @param address this router's own on the data network: what it sends by itself comes from there
 * @param ports the port behind which each host is, by the host's name
 * @param peers the other edges
 * @param tls empty to speak plain HTTP
 */
public record EdgeConfig(
    String router,
    Path directory,
    String listen,
    String address,
    Map<String, String> ports,
    List<Peer> peers,
    Optional<TlsFiles> tls) {
  public EdgeConfig {
    ports = Map.copyOf(ports);
    peers = List.copyOf(peers);
  }

  /**
   * Another edge.
   *
   * @param agent URL of its agent
   * @param via address of the router that is next on the way there
   * @param device the port that leads to it
   */
  public record Peer(String router, URI agent, String via, String device) {}
}
