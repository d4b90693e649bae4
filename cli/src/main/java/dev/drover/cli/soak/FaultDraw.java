package dev.drover.cli.soak;

import dev.drover.cli.command.CommandFailure;
import dev.drover.lab.file.LabFile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws faults by lot, of those that leave every host a way to every other one. */
final class FaultDraw {
  /** Out of so many faults one is a killed controller. */
  private static final int CONTROLLER_SHARE = 8;

  /** Out of so many of the others one is a killed switch. */
  private static final int SWITCH_SHARE = 4;

  /** Out of so many faults of links one is a flapping link. */
  private static final int FLAPS_SHARE = 3;

  private static final int FEWEST_FLAPS = 3;
  private static final int MOST_FLAPS = 12;
  private static final int SHORTEST_FLAP_MS = 20;
  private static final int LONGEST_FLAP_MS = 400;
  private static final int SHORTEST_MS = 500;
  private static final int LONGEST_MS = 4000;

  private final RandomGenerator random;
  private final List<LabFile.Link> links;
  private final List<String> switches;

  /**
   * Faults of {@code lab}.
   *
   * @throws CommandFailure when nothing in it can fail without cutting a host off
   */
  FaultDraw(LabFile lab, RandomGenerator random) {
    this.random = random;
    this.links =
        lab.links().stream()
            .filter(link ->
                lab.switches().contains(link.left()) && lab.switches().contains(link.right()))
            .filter(link -> whole(lab, Optional.of(link), Optional.empty()))
            .toList();
    this.switches =
        lab.switches().stream()
            .filter(name -> whole(lab, Optional.empty(), Optional.of(name)))
            .toList();
    if (links.isEmpty()) {
      throw CommandFailure.badInput(
          "lab " + lab.name() + " has no link that may fail; take one with redundant links");
    }
  }

  Fault next() {
    if (random.nextInt(CONTROLLER_SHARE) == 0) {
      return new Fault.ControllerKilled(Duration.ofMillis(LONGEST_MS));
    }
    Duration lasts = Duration.ofMillis(random.nextInt(SHORTEST_MS, LONGEST_MS));
    if (!switches.isEmpty() && random.nextInt(SWITCH_SHARE) == 0) {
      return new Fault.SwitchKilled(switches.get(random.nextInt(switches.size())), lasts);
    }
    LabFile.Link link = links.get(random.nextInt(links.size()));
    if (random.nextInt(FLAPS_SHARE) == 0) {
      return new Fault.LinkFlaps(
          link.left(),
          link.right(),
          random.nextInt(FEWEST_FLAPS, MOST_FLAPS),
          Duration.ofMillis(random.nextInt(SHORTEST_FLAP_MS, LONGEST_FLAP_MS)));
    }
    return new Fault.LinkDown(link.left(), link.right(), lasts);
  }

  /** {@return whether all hosts reach one another without that link or switch} */
  private static boolean whole(LabFile lab, Optional<LabFile.Link> link, Optional<String> node) {
    List<String> hosts = new ArrayList<>(lab.hosts().stream().map(LabFile.Host::name).toList());
    Set<String> reached = new HashSet<>(List.of(hosts.getFirst()));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      String at = open.remove();
      for (LabFile.Link each : lab.links()) {
        if (!each.touches(at) || link.filter(each::equals).isPresent()) {
          continue;
        }
        String other = each.left().equals(at) ? each.right() : each.left();
        if (node.filter(other::equals).isEmpty() && reached.add(other)) {
          open.add(other);
        }
      }
    }
    return reached.containsAll(hosts);
  }
}
