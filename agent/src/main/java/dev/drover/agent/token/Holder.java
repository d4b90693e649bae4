package dev.drover.agent.token;

import dev.drover.agent.api.Decision;
import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.flow.PeerRate;
import dev.drover.agent.token.Here.Resident;
import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Capacity;
import dev.drover.agent.token.Message.HaveRoom;
import dev.drover.agent.token.Message.Location;
import dev.drover.agent.token.Message.WhereIs;
import dev.drover.agent.token.Mover.Move;
import dev.drover.agent.token.Mover.Moved;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.Relocation;
import dev.drover.decide.communication.Room;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host of the VM that has the token does (S-CORE III-F): looks up whom it talks to, asks
 * where these are and whether there is room, decides, and has it moved.
 */
final class Holder {
  private static final Logger LOG = LoggerFactory.getLogger(Holder.class);

  private final List<Site> sites;
  private final int own;
  private final Layers layers;
  private final Rules rules;
  private final Here here;
  private final Lines lines;
  private final Mover mover;
  private final InstantSource clock;
  private final Consumer<Decision> log;

  /**
   * Asks nobody yet.
   *
   * @param sites all hosts
   * @param own the place of this one among them
   */
  Holder(
      List<Site> sites,
      int own,
      Rules rules,
      Here here,
      Lines lines,
      Mover mover,
      InstantSource clock,
      Consumer<Decision> log) {
    this.sites = List.copyOf(sites);
    this.own = own;
    this.layers = Layers.of(sites.stream().map(Site::location).toList());
    this.rules = rules;
    this.here = here;
    this.lines = lines;
    this.mover = mover;
    this.clock = clock;
    this.log = log;
  }

  /**
   * {@return how long it takes until the traffic of a VM is known: for as long as the window}
   *
   * <p>Until then what it exchanges seems to be less than it is.
   */
  Duration unknownFor(Resident vm) {
    Duration left = rules.damping().window().minus(vm.since());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** {@return the token after its holder, {@code vm}, was decided about} */
  Token hold(Token token, Resident vm) {
    int address = token.holder();
    List<PeerRate> peers =
        here.peers(address).stream().filter(rate -> token.knows(rate.peer())).toList();
    Neighbourhood seen = new Neighbourhood(own, peers, servers(peers));
    Token done = token.done(address);
    if (!rules.damping().mayLeave(vm.since())) {
      say(token, vm, "stays: it came only " + vm.since() + " ago");
      return seen.tell(done, address, layers, rules.weights());
    }
    Map<Integer, Move> plans = new TreeMap<>();
    Relocation relocation = new Relocation(layers, rules.weights(), rules.rule(), seen.size());
    boolean goes =
        relocation.decide(
            seen.traffic(), seen.serverOf(), 0, room(address, vm, plans), price(plans));
    if (!goes) {
      String why = "stays: nowhere with room lowers the cost, of %d peers".formatted(seen.size());
      say(token, vm, why);
      return seen.tell(done, address, layers, rules.weights());
    }
    Site to = sites.get(relocation.server());
    Moved moved = run(planned(plans, relocation.server()));
    say(token, vm, Optional.of(to.name()), relocation.gain(), moved);
    return moved.done()
        ? seen.movedTo(relocation.server()).tell(done.moved(), address, layers, rules.weights())
        : seen.tell(done, address, layers, rules.weights());
  }

  /** Where there is room a migration has been planned. */
  private static Move planned(Map<Integer, Move> plans, int server) {
    return Objects.requireNonNull(plans.get(server));
  }

  private static Moved run(Move plan) {
    try {
      return plan.run();
    } catch (RuntimeException e) {
      LOG.warn("a migration that the token asked for was not carried out", e);
      return new Moved(false, 0, "not moved: " + e.getMessage());
    }
  }

  private void say(Token token, Resident vm, String why) {
    say(token, vm, Optional.empty(), 0, new Moved(false, 0, why));
  }

  private void say(Token token, Resident vm, Optional<String> to, double gain, Moved moved) {
    log.accept(
        new Decision(
            clock.millis(),
            token.mark().generation(),
            token.mark().hop(),
            token.round(),
            vm.name(),
            sites.get(own).name(),
            to,
            gain,
            moved.done(),
            moved.bytes(),
            moved.text()));
  }

  /** Asks all peers at once where they are; {@return the servers of those that answered}. */
  private Map<Integer, Integer> servers(List<PeerRate> peers) {
    Map<Integer, Integer> servers = new ConcurrentSkipListMap<>();
    List<Thread> asking = new ArrayList<>();
    for (PeerRate rate : peers) {
      int peer = rate.peer();
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

  /** Servers that say that they have room, and for which a migration can be planned. */
  private Room room(int address, Resident vm, Map<Integer, Move> plans) {
    return (_, server) -> {
      HaveRoom request = new HaveRoom(address, vm.memory().count(), vm.cpus());
      if (!(lines.ask(sites.get(server).address(), request)
              instanceof Reply.Told(Capacity(_, int vms, long memory)))
          || vms < 1
          || memory < vm.memory().count()) {
        return false;
      }
      try {
        plans.put(server, mover.plan(vm.name(), sites.get(server).name()));
        return true;
      } catch (RuntimeException e) {
        LOG.info("{} cannot go to {}: {}", vm.name(), sites.get(server).name(), e.getMessage());
        return false;
      }
    };
  }

  private MigrationPrice price(Map<Integer, Move> plans) {
    if (rules.horizon().isEmpty()) {
      return MigrationPrice.constant(rules.price());
    }
    return (_, server) ->
        MigrationPrice.predicted(
            planned(plans, server).prediction(),
            layers.level(own, server),
            layers.levels(),
            rules.weights(),
            rules.horizon().get());
  }
}
