package dev.drover.sdn.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Drawn networks whose cables, switches and hosts come and go in the midst of traffic. At every
 * moment: no frame goes in a circle, no packet arrives twice. Once all has come to rest: who can be
 * reached is reached.
 */
final class RandomNetworksTest {
  private static final int NETWORKS = 120;
  private static final int EVENTS = 40;
  private static final Duration REST = Duration.ofSeconds(17);

  private final Map<Long, String> sent = new HashMap<>();

  /** A network and what was done to it. */
  private static final class Drawn {
    final Random random;
    final FakeNetwork network;
    final int switches;
    final List<long[]> cables = new ArrayList<>();
    final Set<Integer> broken = new HashSet<>();
    final Set<Long> gone = new HashSet<>();
    final Map<String, Long> places = new HashMap<>();
    final List<String> hosts;
    final String routing;

    Drawn(long seed) {
      this.random = new Random(seed);
      this.routing =
          List.of("d-r", "d-r-shortest", "static", "ecmp", "random").get((int) (seed % 5));
      this.network = new FakeNetwork(Scenes.settings(routing), seed);
      this.switches = 2 + random.nextInt(6);
      for (int id = 2; id <= switches; id++) {
        cable(1 + random.nextInt(id - 1), id);
      }
      for (int i = random.nextInt(switches + 2); i > 0; i--) {
        int one = 1 + random.nextInt(switches);
        int other = 1 + random.nextInt(switches);
        if (one != other) {
          cable(one, other);
        }
      }
      for (int i = 1; i <= 2 + random.nextInt(5); i++) {
        long at = 1L + random.nextInt(switches);
        network.host("h" + i, Scenes.address(i), at, 100 + i);
        places.put("h" + i, at);
      }
      this.hosts = places.keySet().stream().sorted().toList();
    }

    private void cable(long one, long other) {
      int number = cables.size() + 1;
      network.cable(one, number, other, number);
      cables.add(new long[] {one, other});
    }

    /** {@return the switches that can be reached from one, over what is there} */
    Set<Long> reach(long from) {
      Set<Long> reached = new HashSet<>();
      List<Long> open = new ArrayList<>(List.of(from));
      while (!open.isEmpty()) {
        long at = open.removeLast();
        if (!gone.contains(at) && reached.add(at)) {
          for (int i = 0; i < cables.size(); i++) {
            long[] ends = cables.get(i);
            if (!broken.contains(i) && (ends[0] == at || ends[1] == at)) {
              open.add(ends[0] == at ? ends[1] : ends[0]);
            }
          }
        }
      }
      return reached;
    }

    void disturb() {
      int cable = random.nextInt(cables.size());
      long id = 1L + random.nextInt(switches);
      switch (random.nextInt(25)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> {
          boolean up = broken.remove(cable);
          if (!up) {
            broken.add(cable);
          }
          network.setUp(cables.get(cable)[0], cable + 1, up);
        }
        case 12, 13, 14, 15 -> {
          if (gone.remove(id)) {
            network.at(id).join();
          } else {
            gone.add(id);
            network.at(id).leave();
            if (random.nextBoolean()) {
              network.at(id).rules.clear();
            }
          }
        }
        case 16, 17, 18, 19 -> move(hosts.get(random.nextInt(hosts.size())), id);
        case 20 -> {
          network.restart(Scenes.settings(routing), random.nextLong());
          network.pass(Duration.ofMillis(random.nextInt(6000)));
        }
        default -> network.pass(Duration.ofMillis(random.nextInt(3000)));
      }
    }

    private void move(String name, long to) {
      FakeHost host = Scenes.host(network, name);
      if (places.put(name, to) != to) {
        host.moveTo(network.at(to), 200 + to * 10 + host.address % 10);
      }
      host.send(Packets.rarp(host.mac));
    }
  }

  @Test
  void drawnNetworks_inWhichAllComesAndGoes_deliverWhatCanBeDelivered() {
    for (long seed = 1; seed <= NETWORKS; seed++) {
      Drawn drawn = new Drawn(seed);
      drawn.network.start();
      Scenes.introduce(drawn.network);
      for (int event = 0; event < EVENTS; event++) {
        send(drawn);
        for (int steps = drawn.random.nextInt(30); steps > 0; steps--) {
          drawn.network.step();
        }
        drawn.disturb();
      }
      noneTwice(drawn, seed);
      reachableAreReached(drawn, seed);
      noneTwice(drawn, seed);
      assertThat(drawn.network.circles).as("seed %d", seed).isEmpty();
    }
  }

  private void send(Drawn drawn) {
    String from = drawn.hosts.get(drawn.random.nextInt(drawn.hosts.size()));
    String to = drawn.hosts.get(drawn.random.nextInt(drawn.hosts.size()));
    if (!from.equals(to)) {
      sent.put(Scenes.send(drawn.network, from, to), to);
    }
  }

  private void noneTwice(Drawn drawn, long seed) {
    drawn.network.settle();
    Map<Long, Integer> counts = new HashMap<>();
    for (String name : drawn.hosts) {
      Scenes.host(drawn.network, name).received.stream()
          .filter(frame -> frame.at(12) == 8 && frame.at(13) == 0)
          .forEach(frame -> counts.merge(Packets.id(frame), 1, Integer::sum));
    }
    assertThat(counts.values()).as("seed %d", seed).allMatch(count -> count == 1);
  }

  private static void reachableAreReached(Drawn drawn, long seed) {
    FakeNetwork network = drawn.network;
    network.pass(REST);
    Scenes.introduce(network);
    for (String from : drawn.hosts) {
      Set<Long> reached = drawn.reach(drawn.places.getOrDefault(from, 0L));
      Stream<String> others = drawn.hosts.stream().filter(name -> !name.equals(from));
      for (String to : others.toList()) {
        if (reached.contains(drawn.places.getOrDefault(to, 0L))) {
          long id = Scenes.send(network, from, to);
          assertThat(Scenes.arrivals(network, to, id))
              .as("%s, seed %d: %s to %s", drawn.routing, seed, from, to)
              .isEqualTo(1);
        }
      }
    }
  }
}
