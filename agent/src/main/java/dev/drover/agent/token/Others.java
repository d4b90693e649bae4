package dev.drover.agent.token;

import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.token.Here.Resident;
import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Capacity;
import dev.drover.agent.token.Message.HaveRoom;
import dev.drover.agent.token.Message.Location;
import dev.drover.agent.token.Message.WhereIs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other hosts are asked before a VM moves: where VMs are, and whether there is room. */
final class Others {
  private static final Logger LOG = LoggerFactory.getLogger(Others.class);

  private final List<Site> sites;
  private final int own;
  private final Here here;
  private final Lines lines;

  /**
   * Asks nobody yet.
   *
   * @param sites all hosts
   * @param own the place of this one among them
   */
  Others(List<Site> sites, int own, Here here, Lines lines) {
    this.sites = List.copyOf(sites);
    this.own = own;
    this.here = here;
    this.lines = lines;
  }

  /** Asks all peers at once where they are; {@return the servers of those that answered}. */
  Map<Integer, Integer> servers(Collection<Integer> peers) {
    Map<Integer, Integer> servers = new ConcurrentSkipListMap<>();
    List<Thread> asking = new ArrayList<>();
    for (int peer : peers) {
      if (here.vm(peer).isPresent()) {
        servers.put(peer, own);
      } else {
        asking.add(
            Thread.startVirtualThread(
                () -> locate(peer).ifPresent(server -> servers.put(peer, server))));
      }
    }
    for (Thread thread : asking) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Map.of();
      }
    }
    return servers;
  }

  private Optional<Integer> locate(int vm) {
    return switch (lines.ask(vm, new WhereIs(vm))) {
      case Reply.Told(Location(_, int host, boolean there)) when there -> siteAt(host);
      case Reply other -> {
        LOG.info("where {} is was not told: {}", Ipv4.text(vm), other);
        yield Optional.empty();
      }
    };
  }

  private Optional<Integer> siteAt(int address) {
    for (int i = 0; i < sites.size(); i++) {
      if (sites.get(i).address() == address) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return whether a server says that it has room for all of several VMs}
   *
   * @param address of one of them
   */
  boolean haveRoom(int server, int address, List<Resident> vms) {
    long memory = vms.stream().mapToLong(vm -> vm.memory().count()).sum();
    int cpus = vms.stream().mapToInt(Resident::cpus).sum();
    return lines.ask(sites.get(server).address(), new HaveRoom(address, memory, cpus))
            instanceof Reply.Told(Capacity(_, int more, long free))
        && more >= vms.size()
        && free >= memory;
  }
}
