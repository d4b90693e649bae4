package dev.drover.cli.evacuate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.decide.evacuation.EvacuationPolicies;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --policy}. */
final class PolicyOption {
  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "How to decide; 'drover policies' lists them (default: traffic-aware).")
  private String name = EvacuationPolicies.names().getFirst();

  /**
   * {@return the policy's name}
   *
   * @throws CommandFailure when there is no such policy
   */
  String name() {
    List<String> names = EvacuationPolicies.names();
    if (!names.contains(name)) {
      throw CommandFailure.badInput(
          "'" + name + "' is not a policy; use one of " + String.join(", ", names));
    }
    return name;
  }
}
