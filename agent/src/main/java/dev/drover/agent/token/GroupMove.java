package dev.drover.agent.token;

import dev.drover.agent.flow.PeerRate;
import dev.drover.agent.token.Here.Resident;
import dev.drover.agent.token.Mover.Move;
import dev.drover.decide.communication.GroupRelocation;
import dev.drover.decide.communication.GroupRelocation.Group;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.TrafficGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * VMs of this host that go elsewhere together, when the one that has the token does not go alone.
 * Beyond the paper; {@link GroupRelocation} says how they are chosen.
 */
final class GroupMove {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMove.class);

  private final List<Site> sites;
  private final int own;
  private final Layers layers;
  private final Rules rules;
  private final Here here;
  private final Others others;
  private final Mover mover;

  /**
   * Plans nothing yet.
   *
   * @param own the place of this host among {@code sites}
   */
  GroupMove(List<Site> sites, int own, Rules rules, Here here, Others others, Mover mover) {
    this.sites = List.copyOf(sites);
    this.own = own;
    this.layers = Layers.of(sites.stream().map(Site::location).toList());
    this.rules = rules;
    this.here = here;
    this.others = others;
    this.mover = mover;
  }

  /** One of them, and how it is to go. */
  record Member(int address, Resident vm, Move move) {}

  /**
   * VMs that are to go.
   *
   * @param members in the order in which they go, the holder of the token last
   */
  record Planned(List<Member> members, int server, double gain) {
    Planned {
      members = List.copyOf(members);
    }

    /** {@return the names of all but one} */
    String others(String name) {
      return members.stream()
          .map(member -> member.vm().name())
          .filter(each -> !each.equals(name))
          .collect(Collectors.joining(", "));
    }
  }

  /** {@return who is to go with the token's holder, and where; empty when nobody is} */
  Optional<Planned> plan(Token token, Resident holder) {
    GroupRelocation groups = new GroupRelocation(layers, rules.weights(), token.together());
    Company company = new Company(token, holder);
    TrafficGraph within = company.graph(company.addresses, Map.of());
    int[] home = new int[company.addresses.size()];
    Arrays.fill(home, own);
    List<Integer> going = groups.companions(within, home, 0, company::mayGo);
    if (going.size() == 1) {
      return Optional.empty();
    }
    List<Integer> members = going.stream().map(company.addresses::get).toList();
    Map<Integer, Integer> servers = others.servers(company.peersOf(members));
    TrafficGraph traffic = company.graph(members, servers);
    int[] serverOf = company.serverOf(servers);
    Map<Integer, List<Member>> plans = new TreeMap<>();
    return groups
        .decide(
            traffic,
            serverOf,
            0,
            company::mayGo,
            (vms, server) -> company.plan(vms, server, plans),
            price(plans))
        .map(group -> planned(group, plans));
  }

  private static Planned planned(Group group, Map<Integer, List<Member>> plans) {
    List<Member> members = Objects.requireNonNull(plans.get(group.server()));
    return new Planned(members.reversed(), group.server(), group.gain());
  }

  /** By VM, as its group asks for it; the plan for the server is that of the group asked last. */
  private MigrationPrice price(Map<Integer, List<Member>> plans) {
    if (rules.horizon().isEmpty()) {
      return MigrationPrice.constant(rules.price());
    }
    return (_, server) -> {
      List<Member> members = Objects.requireNonNull(plans.get(server));
      double all =
          members.stream()
              .mapToDouble(member ->
                  MigrationPrice.predicted(
                      member.move().prediction(),
                      layers.level(own, server),
                      layers.levels(),
                      rules.weights(),
                      rules.horizon().get()))
              .sum();
      // Asked once for each VM of the group, and then added up.
      return all / members.size();
    };
  }

  /** VMs of this host that talk to the holder, or to others that do; the holder is number 0. */
  private final class Company {
    private final List<Integer> addresses = new ArrayList<>();
    private final List<Resident> residents = new ArrayList<>();
    private final List<List<PeerRate>> rates = new ArrayList<>();
    private final List<Integer> elsewhere = new ArrayList<>();

    Company(Token token, Resident holder) {
      add(token, token.holder(), holder);
      for (int i = 0; i < addresses.size(); i++) {
        for (PeerRate rate : rates.get(i)) {
          if (!addresses.contains(rate.peer())) {
            here.vm(rate.peer()).ifPresent(vm -> add(token, rate.peer(), vm));
          }
        }
      }
    }

    private void add(Token token, int address, Resident vm) {
      addresses.add(address);
      residents.add(vm);
      rates.add(
          here.peers(address).stream()
              .filter(rate -> rate.bytesPerSecond() > 0 && token.knows(rate.peer()))
              .toList());
    }

    /** Whether it may leave, and its traffic is known. */
    boolean mayGo(int vm) {
      Resident resident = residents.get(vm);
      return rules.damping().mayLeave(resident.since())
          && rules.damping().unknownFor(resident.since()).isZero();
    }

    /** {@return whom some of them talk to on other hosts} */
    Set<Integer> peersOf(List<Integer> members) {
      return members.stream()
          .flatMap(address -> rates.get(addresses.indexOf(address)).stream())
          .map(PeerRate::peer)
          .filter(peer -> !addresses.contains(peer))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@return what {@code members} exchange among each other, with others here and elsewhere} */
    TrafficGraph graph(List<Integer> members, Map<Integer, Integer> servers) {
      elsewhere.clear();
      servers.keySet().stream().filter(peer -> !addresses.contains(peer)).forEach(elsewhere::add);
      TrafficGraph.Builder builder = new TrafficGraph.Builder(addresses.size() + elsewhere.size());
      for (int i = 0; i < members.size(); i++) {
        int vm = addresses.indexOf(members.get(i));
        for (PeerRate rate : rates.get(vm)) {
          int before = members.indexOf(rate.peer());
          int peer = number(rate.peer());
          // Either of two members tells of both.
          if (peer >= 0 && (before < 0 || before > i)) {
            builder.add(vm, peer, rate.bytesPerSecond());
          }
        }
      }
      return builder.build();
    }

    private int number(int address) {
      int vm = addresses.indexOf(address);
      if (vm >= 0) {
        return vm;
      }
      int peer = elsewhere.indexOf(address);
      return peer < 0 ? -1 : addresses.size() + peer;
    }

    /** {@return the server of everyone in the last graph} */
    int[] serverOf(Map<Integer, Integer> servers) {
      int[] serverOf = new int[addresses.size() + elsewhere.size()];
      Arrays.fill(serverOf, own);
      for (int i = 0; i < elsewhere.size(); i++) {
        serverOf[addresses.size() + i] = servers.getOrDefault(elsewhere.get(i), own);
      }
      return serverOf;
    }

    /** {@return whether a server has room for all, and a migration of each can be planned} */
    boolean plan(List<Integer> vms, int server, Map<Integer, List<Member>> plans) {
      List<Resident> going = vms.stream().map(residents::get).toList();
      if (!others.haveRoom(server, addresses.getFirst(), going)) {
        return false;
      }
      String to = sites.get(server).name();
      try {
        plans.put(
            server,
            vms.stream()
                .map(vm ->
                    new Member(
                        addresses.get(vm),
                        residents.get(vm),
                        mover.plan(residents.get(vm).name(), to)))
                .toList());
        return true;
      } catch (RuntimeException e) {
        LOG.info("VMs cannot go to {} together: {}", to, e.getMessage());
        return false;
      }
    }
  }
}
