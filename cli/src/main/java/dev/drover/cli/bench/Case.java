package dev.drover.cli.bench;

import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.Optional;

/** One thing to measure, once. */
sealed interface Case {
  int repetition();

  /** {@return everything but the repetition, as it stands in file names and tables} */
  String name();

  /** {@return the name of the case's result file, without its ending} */
  default String file() {
    return name() + "-" + repetition();
  }

  /**
   * One VM by one technique.
   *
   * @param source the traffic of the neighbour at the source; {@code destination} likewise
   * @param vm the VM's own traffic
   */
  record Single(
      TrafficClass source,
      TrafficClass destination,
      TrafficClass vm,
      Technique technique,
      int repetition)
      implements Case {
    @Override
    public String name() {
      return "single-"
          + word(source)
          + "-"
          + word(destination)
          + "-vm-"
          + word(vm)
          + "-"
          + technique;
    }

    /** {@return the combination, such as {@code in / out / in}} */
    String combination() {
      return word(source) + " / " + word(destination) + " / " + word(vm);
    }
  }

  /** Three VMs, one after the other or all at once. */
  record Gang(TrafficClass vms, TrafficClass destination, String policy, int repetition)
      implements Case {
    @Override
    public String name() {
      return "gang-vms-" + word(vms) + "-to-" + word(destination) + "-" + policy;
    }
  }

  /** Three idle VMs leave by the default policy over links that carry nothing else. */
  record Idle(int repetition) implements Case {
    @Override
    public String name() {
      return "idle";
    }
  }

  /**
   * A scenario's evacuation under a policy.
   *
   * @param scenario the name of its lab
   */
  record Whole(String scenario, String policy, Optional<Priority> priority, int repetition)
      implements Case {
    @Override
    public String name() {
      return scenario + "-" + policy + priority.map(p -> "-" + p).orElse("");
    }

    /** {@return the policy as it is asked for on the command line} */
    String label() {
      return policy + priority.map(p -> " --priority " + p).orElse("");
    }
  }

  /** {@return {@code in} or {@code out}, the paper's words} */
  static String word(TrafficClass traffic) {
    return switch (traffic) {
      case INCOMING -> "in";
      case OUTGOING -> "out";
      case MIXED, IDLE -> traffic.toString();
    };
  }
}
