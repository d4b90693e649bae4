package dev.drover.agent.token;

import dev.drover.agent.flow.PeerRate;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TokenPolicy;
import dev.drover.decide.communication.TrafficGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A VM and the VMs that it talks to, as numbers for the deciders: 0 is the VM, its peers follow.
 * Servers are numbered as the sites are.
 */
final class Neighbourhood {
  private final TrafficGraph traffic;
  private final int[] peers;
  private final int[] serverOf;

  /**
   * What is known of a VM.
   *
   * @param own the server that it is on
   * @param rates with each peer
   * @param servers of the peers, by address; who has none is left out
   */
  Neighbourhood(int own, List<PeerRate> rates, Map<Integer, Integer> servers) {
    int[] addresses = new int[rates.size()];
    int[] places = new int[rates.size() + 1];
    TrafficGraph.Builder builder = new TrafficGraph.Builder(rates.size() + 1);
    int size = 0;
    places[0] = own;
    for (PeerRate rate : rates) {
      Integer server = servers.get(rate.peer());
      if (server != null && rate.bytesPerSecond() > 0) {
        addresses[size++] = rate.peer();
        places[size] = server;
        builder.add(0, size, rate.bytesPerSecond());
      }
    }
    peers = Arrays.copyOf(addresses, size);
    serverOf = Arrays.copyOf(places, size + 1);
    traffic = builder.build();
  }

  TrafficGraph traffic() {
    return traffic;
  }

  int[] serverOf() {
    return serverOf.clone();
  }

  /** {@return how many peers have a known place} */
  int size() {
    return peers.length;
  }

  /** {@return it with the VM on another server} */
  Neighbourhood movedTo(int server) {
    Neighbourhood moved = new Neighbourhood(traffic, peers, serverOf.clone());
    moved.serverOf[0] = server;
    return moved;
  }

  /** {@return it with a peer, if it is one, on another server} */
  Neighbourhood peerMovedTo(int address, int server) {
    Neighbourhood moved = new Neighbourhood(traffic, peers, serverOf.clone());
    for (int i = 0; i < peers.length; i++) {
      if (peers[i] == address) {
        moved.serverOf[i + 1] = server;
      }
    }
    return moved;
  }

  private Neighbourhood(TrafficGraph traffic, int[] peers, int[] serverOf) {
    this.traffic = traffic;
    this.peers = peers;
    this.serverOf = serverOf;
  }

  /** {@return the token with what this host knows of the VM and of its peers} */
  Token tell(Token token, int vm, Layers layers, LevelWeights weights) {
    TokenPolicy policy = token.policy();
    if (!policy.hasEntries()) {
      return token;
    }
    int level = new CommunicationCost(layers, weights).highestLevel(traffic, serverOf, 0);
    Token told = token.withEntry(vm, policy.entry(level, traffic.load(0)));
    for (int i = traffic.from(0); i < traffic.to(0); i++) {
      int with = layers.level(serverOf[0], serverOf[traffic.peer(i)]);
      told = told.withEntryAtLeast(peers[traffic.peer(i) - 1], policy.entry(with, traffic.rate(i)));
    }
    return told;
  }
}
