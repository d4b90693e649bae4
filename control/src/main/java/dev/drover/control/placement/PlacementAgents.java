package dev.drover.control.placement;

import dev.drover.agent.api.HttpPlacementClient;
import dev.drover.agent.api.PlacementAgent;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.inventory.Inventory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hosts' parts in S-CORE. */
public interface PlacementAgents {
  /** {@return the hosts' names, in the order of the inventory} */
  List<String> hosts();

  /** {@return that of {@code host}, which is one of them} */
  PlacementAgent agent(String host);

  /**
   * {@return those of an inventory; nothing is sent before the first call}
   *
   * @throws ControlException when the inventory's TLS files cannot be used
   */
  static PlacementAgents of(Inventory inventory) {
    Map<String, PlacementAgent> clients = new LinkedHashMap<>();
    try {
      for (Inventory.Host host : inventory.hosts()) {
        clients.put(host.name(), new HttpPlacementClient(host.agent(), inventory.tls()));
      }
    } catch (IllegalArgumentException e) {
      throw new ControlException(inventory.file() + ": " + e.getMessage(), e);
    }
    return new PlacementAgents() {
      @Override
      public List<String> hosts() {
        return inventory.names();
      }

      @Override
      public PlacementAgent agent(String host) {
        PlacementAgent client = clients.get(host);
        if (client == null) {
          throw new ControlException("unknown host '" + host + "'");
        }
        return client;
      }
    };
  }
}
