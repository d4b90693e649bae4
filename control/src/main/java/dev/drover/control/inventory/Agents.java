package dev.drover.control.inventory;

import dev.drover.agent.api.AgentClient;
import dev.drover.agent.api.HttpAgentClient;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The agents of all hosts. The only way by which the controller touches the world. */
public interface Agents {
  /** {@return the hosts' names, in the order of the inventory} */
  List<String> hosts();

  /**
   * {@return the agent of {@code host}}
   *
   * @throws ControlException when the inventory has no such host
   */
  AgentClient agent(String host);

  /** {@return the URL at which other agents reach the agent of {@code host}} */
  String url(String host);

  /**
   * {@return the agents of an inventory; nothing is sent before the first call}
   *
   * @throws ControlException when the inventory's TLS files cannot be used
   */
  static Agents of(Inventory inventory) {
    try {
      return of(inventory, HttpAgentClient.connector(inventory.tls())::connect);
    } catch (IllegalArgumentException e) {
      throw new ControlException(inventory.file() + ": " + e.getMessage(), e);
    }
  }

  /** {@return the agents of an inventory, each with the client that {@code connect} makes} */
  static Agents of(Inventory inventory, Function<URI, AgentClient> connect) {
    Map<String, AgentClient> clients = new LinkedHashMap<>();
    for (Inventory.Host host : inventory.hosts()) {
      clients.put(host.name(), connect.apply(host.agent()));
    }
    return new Agents() {
      @Override
      public List<String> hosts() {
        return inventory.names();
      }

      @Override
      public AgentClient agent(String host) {
        AgentClient client = clients.get(inventory.host(host).name());
        if (client == null) {
          throw new IllegalStateException("no client was made for " + host);
        }
        return client;
      }

      @Override
      public String url(String host) {
        return inventory.host(host).agent().toString();
      }
    };
  }
}
