package dev.drover.agent.net;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.PlacementConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has packets that other hosts address to a VM's own IP delivered to the agent of the VM's host, so
 * that nobody needs to know where a VM is (S-CORE, sections III-D and III-E).
 *
 * <p>Two tables of nftables do it. The bridge's turns a frame that came over the wire from a known
 * host towards the host itself; then the host's redirects the connection to its own port. VMs and
 * strangers are not listened to: what they send to the port is the VM's.
 */
final class Catch {
  private static final Logger LOG = LoggerFactory.getLogger(Catch.class);

  private static final List<String> FAMILIES = List.of("bridge", "ip");

  private final Shell shell;
  private final AgentConfig.Nic nic;
  private final PlacementConfig placement;
  private final Set<String> others = new TreeSet<>();
  private Set<String> caught = Set.of();

  /**
   * Does nothing yet.
   *
   * @throws IllegalArgumentException when this host is not among those of the placement
   */
  Catch(Shell shell, AgentConfig config, PlacementConfig placement) {
    this.shell = shell;
    this.nic = config.nic();
    this.placement = placement;
    if (placement.host(config.host()).isEmpty()) {
      throw new IllegalArgumentException(
          "placement: 'hosts' does not list this host, '" + config.host() + "'; add it");
    }
    for (PlacementConfig.Host host : placement.hosts()) {
      if (!host.name().equals(config.host())) {
        others.add(host.dataAddress());
      }
    }
  }

  /**
   * Removes what an earlier agent left on a host whose VMs are not placed any more. Where nftables
   * cannot be asked it left nothing.
   */
  static void forget(Shell shell) {
    List<String> script = new ArrayList<>();
    for (String family : FAMILIES) {
      script.addAll(without(family));
    }
    try {
      nft(shell, script);
    } catch (NetworkException e) {
      LOG.debug("nothing is caught here: {}", e.getMessage());
    }
  }

  /** Replaces what an earlier agent left. Nothing is caught after. */
  synchronized void open() {
    nft(shell, tables(BridgeLink.of(shell, nic.bridge()).mac()));
    caught = Set.of();
  }

  /** Catches for these addresses from now on, and for no others, in one step. */
  synchronized void own(Set<String> addresses) {
    if (addresses.equals(caught)) {
      return;
    }
    List<String> script = new ArrayList<>();
    for (String family : FAMILIES) {
      script.add("flush set " + family + " drover vms");
      if (!addresses.isEmpty()) {
        script.add("add element " + family + " drover vms " + elements(new TreeSet<>(addresses)));
      }
    }
    try {
      nft(shell, script);
      caught = Set.copyOf(addresses);
    } catch (NetworkException e) {
      LOG.error("packets for VMs of this host are caught as before: {}", e.getMessage());
    }
  }

  private List<String> tables(String mac) {
    String wanted = " ip saddr @hosts ip daddr @vms tcp dport " + placement.port();
    List<String> script = new ArrayList<>();
    script.addAll(
        table(
            "bridge",
            "filter",
            "ether type ip iifname \"%s\"%s ether daddr set %s meta pkttype set host"
                .formatted(nic.device(), wanted, mac)));
    script.addAll(
        table(
            "ip",
            "nat",
            "iifname \"%s\"%s redirect to :%d".formatted(nic.bridge(), wanted, placement.port())));
    return script;
  }

  private List<String> table(String family, String type, String rule) {
    List<String> table = new ArrayList<>(without(family));
    table.add("table " + family + " drover {");
    table.add("  set hosts {");
    table.add("    type ipv4_addr");
    if (!others.isEmpty()) {
      table.add("    elements = " + elements(others));
    }
    table.add("  }");
    table.add("  set vms { type ipv4_addr; }");
    table.add("  chain prerouting {");
    table.add("    type " + type + " hook prerouting priority dstnat; policy accept;");
    table.add("    " + rule);
    table.add("  }");
    table.add("}");
    return table;
  }

  /** To delete what may not be there, it is made first. */
  private static List<String> without(String family) {
    return List.of("table " + family + " drover", "delete table " + family + " drover");
  }

  private static String elements(Collection<String> addresses) {
    return "{ " + String.join(", ", addresses) + " }";
  }

  private static void nft(Shell shell, List<String> script) {
    shell.run(List.of("nft", "-f", "-"), script);
  }
}
