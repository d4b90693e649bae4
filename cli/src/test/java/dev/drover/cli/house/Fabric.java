package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A lab whose hosts are joined by switches under Drover's controller, and its VM {@code web}. */
final class Fabric {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> UPPER = List.of("s1", "s2", "s3", "spine1", "spine2");

  private Fabric() {}

  static void needsSwitches() {
    HouseExtension.needs(
        "migrations over switches", List.of("qemu-system-x86_64", "ovs-vswitchd", "iperf3"));
  }

  static House up(String topology, String clientAt, String sdn, String pattern) {
    return House.up(
        "fabric",
        "e2f",
        """
        name: NAME
        mtu: 9000
        sdn: {%s, period: 1s, idleTimeout: 5s}
        topology: %s rate: 50Mbit/s, buffer: 256KiB, memory: 512MiB}
        clients:
          - {name: c1}
        links:
          - {ends: [c1, %s], rate: 1Gbit/s}
        vms:
          - name: web
            host: h1
            memory: 256MiB
            pattern: %s
            workload: {kind: outgoing, client: c1, rate: 2Mbit/s}
        """
            .formatted(sdn, topology, clientAt, pattern));
  }

  /** {@return the upper switch over which memory moves from a host, once it does} */
  static String awaitRoute(Watched network, Drover command, String from) {
    AtomicReference<Set<String>> seen = new AtomicReference<>(Set.of());
    House.await(
        PATIENCE,
        "memory to move over its route",
        goingOn(
            command,
            () -> {
              seen.set(ways(network.paths(), Watched::moves, from));
              return !seen.get().isEmpty();
            }));
    return seen.get().iterator().next();
  }

  /** Looks first: what was seen counts, even if the migration is over by now. */
  static BooleanSupplier goingOn(Drover command, BooleanSupplier condition) {
    return () -> {
      boolean alive = command.alive();
      if (condition.getAsBoolean()) {
        return true;
      }
      assertThat(alive).as(() -> "over too soon:\n" + command.soFar()).isTrue();
      return false;
    };
  }

  static void assertArrived(House house, Drover command, String host) {
    Ended ended = command.await();
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(house.settled("web")).isEqualTo(host);
  }

  /** {@return the upper switches that paths from a host pass} */
  static Set<String> ways(List<PathStatus> paths, Predicate<PathStatus> which, String from) {
    return paths.stream()
        .filter(path -> path.source().equals(from))
        .filter(which)
        .flatMap(path -> path.switches().stream())
        .filter(UPPER::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
