package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import java.util.ArrayList;
import java.util.List;

/** What is known of a policy in the lab, by name. Costs have names of {@link Matrix}. */
final class PolicyMeasures {
  static final String MOVES = "moves";

  /** Those before any group went. */
  static final String MOVES_ALONE = "moves_alone";

  static final String FAILED_MOVES = "failed_moves";
  static final String PLANNED_MOVES = "planned_moves";

  /** The last round in which a VM moved. */
  static final String ROUNDS_USED = "rounds_used";

  static final String MIGRATED = "migrated_mib";

  /** Of the command, its waits for whole windows included. */
  static final String TIME = "time_s";

  /** What all racks' links to the core carried, both directions, without probes; in bytes/s. */
  static final String CORE_BEFORE = "core_bytes_s_before";

  static final String CORE_AFTER = "core_bytes_s_after";

  /** The same as hosts' flow counters and the allocation say. */
  static final String CORE_EXPECTED_BEFORE = "core_bytes_s_expected_before";

  static final String CORE_EXPECTED_AFTER = "core_bytes_s_expected_after";
  static final String PROBES_BEFORE = "probe_bytes_s_before";
  static final String PROBES_AFTER = "probe_bytes_s_after";

  static final String CONNECTIONS = "connections";
  static final String ALIVE_BEFORE = "connections_alive_before";
  static final String ALIVE_AFTER = "connections_alive_after";
  static final String BROKEN = "connections_broken";
  static final String SAID_ENDED = "connections_said_to_have_ended";
  static final String READDRESSED = "vms_with_another_address";

  /** The longest time without a reply of any VM that moved, and of any that did not. */
  static final String GAP_MOVED = "longest_probe_gap_moved_ms";

  static final String GAP_STAYED = "longest_probe_gap_stayed_ms";

  /** How many VMs could lower the cost when the token had ended: alone, by pairs, by hosts. */
  static final String BETTER_MOVES = "better_single_moves_left";

  static final String BETTER_SWAPS = "better_exchanges_left";
  static final String BETTER_TOGETHER = "better_moves_of_all_vms_of_a_host_left";

  private PolicyMeasures() {}

  /** {@return the measure of what a rack's link to the core carried, both directions} */
  static String link(String rack, boolean before) {
    return "link_" + rack + "_bytes_s_" + (before ? "before" : "after");
  }

  /** {@return all of them} */
  static List<String> all(List<String> racks) {
    List<String> all = new ArrayList<>();
    for (Matrix matrix : Matrix.values()) {
      for (Placed placed : Placed.values()) {
        all.add(matrix.cost(placed));
      }
    }
    all.addAll(
        List.of(
            MOVES,
            MOVES_ALONE,
            FAILED_MOVES,
            PLANNED_MOVES,
            ROUNDS_USED,
            MIGRATED,
            TIME,
            CORE_BEFORE,
            CORE_AFTER,
            CORE_EXPECTED_BEFORE,
            CORE_EXPECTED_AFTER,
            PROBES_BEFORE,
            PROBES_AFTER,
            CONNECTIONS,
            ALIVE_BEFORE,
            ALIVE_AFTER,
            BROKEN,
            SAID_ENDED,
            READDRESSED,
            GAP_MOVED,
            GAP_STAYED,
            BETTER_MOVES,
            BETTER_SWAPS,
            BETTER_TOGETHER));
    racks.forEach(rack -> {
      all.add(link(rack, true));
      all.add(link(rack, false));
    });
    return all;
  }
}
