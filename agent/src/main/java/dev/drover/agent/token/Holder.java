package dev.drover.agent.token;

import dev.drover.agent.api.Decision;
import dev.drover.agent.flow.PeerRate;
import dev.drover.agent.token.Here.Resident;
import dev.drover.agent.token.Mover.Move;
import dev.drover.agent.token.Mover.Moved;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.Relocation;
import dev.drover.decide.communication.Room;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
  private final Others others;
  private final GroupMove groupMove;
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
    this.others = new Others(sites, own, here, lines);
    this.mover = mover;
    this.groupMove = new GroupMove(sites, own, rules, here, others, mover);
    this.clock = clock;
    this.log = log;
  }

  /**
   * {@return how long it takes until the traffic of a VM is known: for as long as the window}
   *
   * <p>Until then what it exchanges seems to be less than it is.
   */
  Duration unknownFor(Resident vm) {
    return rules.damping().unknownFor(vm.since());
  }

  /** {@return the token after its holder, {@code vm}, was decided about} */
  Token hold(Token token, Resident vm) {
    int address = token.holder();
    List<PeerRate> peers =
        here.peers(address).stream().filter(rate -> token.knows(rate.peer())).toList();
    Neighbourhood seen = new Neighbourhood(own, peers, others.servers(addresses(peers)));
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
    if (!goes && token.groupsMayGo()) {
      Optional<GroupMove.Planned> group = groupMove.plan(token, vm);
      if (group.isPresent()) {
        return together(done, vm, group.get(), seen);
      }
    }
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

  private static List<Integer> addresses(List<PeerRate> peers) {
    return peers.stream().map(PeerRate::peer).toList();
  }

  /**
   * Has VMs go together, the holder last: if this is interrupted it decides again, and follows
   * those that have gone. One that cannot go ends it.
   */
  private Token together(Token token, Resident vm, GroupMove.Planned group, Neighbourhood seen) {
    Optional<String> to = Optional.of(sites.get(group.server()).name());
    Token told = token;
    Neighbourhood then = seen;
    for (GroupMove.Member member : group.members()) {
      boolean last = member.address() == token.holder();
      Moved moved = run(member.move());
      String with =
          last ? "together with " + group.others(vm.name()) : "together with " + vm.name();
      say(
          token,
          member.vm(),
          to,
          last ? group.gain() : 0,
          new Moved(moved.done(), moved.bytes(), with + ", " + moved.text()));
      if (!moved.done()) {
        break;
      }
      told = told.moved();
      then =
          last ? then.movedTo(group.server()) : then.peerMovedTo(member.address(), group.server());
    }
    return then.tell(told, token.holder(), layers, rules.weights());
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

  /** Servers that say that they have room, and for which a migration can be planned. */
  private Room room(int address, Resident vm, Map<Integer, Move> plans) {
    return (_, server) -> {
      if (!others.haveRoom(server, address, List.of(vm))) {
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
