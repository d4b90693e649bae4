package dev.drover.cli.bench;

import dev.drover.model.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Scenarios that nobody chose: the same number draws the same one anywhere. Three hosts of 200
 * Mbit/s; four VMs of 256 MiB are to leave h1, one stays on each of the others. Of those that
 * leave, one has high and one low priority; the kinds of traffic, the other priorities, who sends
 * or receives how much, SLA limits and whether h3 has room for all of them or for one only are
 * drawn. All bulk traffic together is {@value #BULK} Mbit/s: more saturates two cores that emulate
 * the guests.
 */
final class DrawnScenario {
  private static final int BULK = 190;

  /** The most of one VM, Mbit/s, and what rates are a multiple of. */
  private static final int MOST = 140;

  private static final int STEP = 5;
  private static final int LEAVING = 4;

  private final SplittableRandom random;
  private final StringBuilder yaml = new StringBuilder();

  private DrawnScenario(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** {@return the name of the lab of {@code seed}} */
  static String name(long seed) {
    return "drawn" + seed;
  }

  /** {@return the lab file of {@code seed}} */
  static String lab(long seed) {
    return new DrawnScenario(seed).draw(name(seed));
  }

  private enum Kind {
    OUTGOING,
    INCOMING,
    REQUEST_RESPONSE,
    WRITER
  }

  private String draw(String name) {
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < LEAVING; i++) {
      kinds.add(one(List.of(Kind.values())));
    }
    for (int i = 0; i < 2; i++) {
      kinds.add(one(List.of(Kind.OUTGOING, Kind.INCOMING)));
    }
    List<Priority> priorities =
        new ArrayList<>(List.of(Priority.HIGH, Priority.LOW, priority(), priority()));
    for (int i = priorities.size() - 1; i > 0; i--) {
      priorities.set(i, priorities.set(random.nextInt(i + 1), priorities.get(i)));
    }
    priorities.addAll(List.of(Priority.MEDIUM, Priority.MEDIUM));
    String room = one(List.of("640MiB", "2GiB"));
    yaml.append(
        """
        name: %s
        switches: [s1]
        hosts:
          - {name: h1, memory: 2GiB}
          - {name: h2, memory: 2GiB}
          - {name: h3, memory: %s}
        clients:
          - {name: c1}
          - {name: c2}
        links:
          - {ends: [h1, s1], rate: 200Mbit/s, buffer: 256KiB}
          - {ends: [h2, s1], rate: 200Mbit/s, buffer: 256KiB}
          - {ends: [h3, s1], rate: 200Mbit/s, buffer: 256KiB}
          - {ends: [c1, s1], rate: 1Gbit/s, buffer: 512KiB}
          - {ends: [c2, s1], rate: 1Gbit/s, buffer: 512KiB}
        vms:
        """
            .formatted(name, room));
    List<Integer> rates = rates(kinds);
    List<String> hosts = List.of("h1", "h1", "h1", "h1", "h2", "h3");
    for (int i = 0; i < kinds.size(); i++) {
      vm("vm" + (i + 1), hosts.get(i), priorities.get(i), kinds.get(i), rates.get(i));
    }
    return yaml.toString();
  }

  /** Squares of even weights, so that some VMs send or receive much more than others. */
  private List<Integer> rates(List<Kind> kinds) {
    List<Double> weights = new ArrayList<>();
    for (Kind kind : kinds) {
      double weight = 0.2 + random.nextDouble();
      weights.add(bulk(kind) ? weight * weight : 0.0);
    }
    double sum = weights.stream().mapToDouble(w -> w).sum();
    return weights.stream()
        .map(weight -> (int) Math.round(BULK * weight / sum / STEP) * STEP)
        .map(rate -> Math.clamp(rate, STEP, MOST))
        .toList();
  }

  private static boolean bulk(Kind kind) {
    return kind == Kind.OUTGOING || kind == Kind.INCOMING;
  }

  private void vm(String name, String host, Priority priority, Kind kind, int rate) {
    String client = one(List.of("c1", "c2"));
    double lower = 0.25 + random.nextDouble() / 4;
    yaml.append(
        "  - name: %s%n    host: %s%n    memory: 256MiB%n    priority: %s%n"
            .formatted(name, host, priority));
    yaml.append(
        switch (kind) {
          case OUTGOING, INCOMING ->
              String.format(
                  Locale.ROOT,
                  "    sla: {lower: %dkbit/s, upper: %dMbit/s}%n"
                      + "    workload: {kind: %s, client: %s, rate: %dMbit/s}%n",
                  Math.round(lower * rate * 1000),
                  2 * rate,
                  kind.name().toLowerCase(Locale.ROOT),
                  client,
                  rate);
          case REQUEST_RESPONSE ->
              """
                  sla: {lower: 2500kbit/s, upper: 20Mbit/s}
                  workload:
                    {kind: request-response, client: %s, requests: 60, valueSize: 16KiB, getRatio: 0.7, connections: 4}
              """
                  .formatted(client);
          case WRITER ->
              "    workload: {kind: writer, client: %s, dirtyRate: 2MiB/s, workingSet: 16MiB}%n"
                  .formatted(client);
        });
  }

  private Priority priority() {
    return one(List.of(Priority.values()));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
