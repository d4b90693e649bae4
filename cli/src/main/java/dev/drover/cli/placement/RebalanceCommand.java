package dev.drover.cli.placement;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.Control;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.command.Target;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TokenPolicy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sets S-CORE's token going. */
@Command(
    name = "rebalance",
    description =
        "Move VMs that talk to each other closer together (S-CORE): a token goes from VM to VM, and the host of each decides where it should be.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover rebalance --dry-run               what would move, and what that would save",
      "  drover rebalance",
      "  drover rebalance --together 3            single VMs first, then groups of up to three",
      "  drover rebalance --policy load-aware --rounds 3 --json rebalance.json",
    })
public final class RebalanceCommand implements Callable<Integer> {
  /** What the token has room for. */
  private static final int MOST_TOGETHER = 255;

  private static final int ROUNDS = 2;

  /** Groups go only after a round that moved nobody. */
  private static final int ROUNDS_TOGETHER = 8;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "distributed",
      description =
          "In which order VMs hold the token: distributed, load-aware, global, round-robin (default: distributed).")
  private String policy = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often every VM holds it (default: 2; with --together at most 8, as it ends by itself).")
  private @Nullable Integer rounds;

  @Option(
      names = "--together",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Once a round moves nobody, let VMs of one host that talk to each other move at once, at most N of them, until that moves nobody either (default: 1, each by itself, as S-CORE has it).")
  private int together;

  @Option(
      names = "--dry-run",
      description = "Say what would be done by the traffic as it is now, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write what was decided and what came of it, as one JSON object.")
  private @Nullable Path json;

  @Mixin private final Target target = new Target();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    TokenPolicy named = named(policy);
    int most = rounds == null ? together > 1 ? ROUNDS_TOGETHER : ROUNDS : rounds;
    if (most < 1) {
      throw CommandFailure.badInput("--rounds must be at least 1");
    }
    if (together < 1 || together > MOST_TOGETHER) {
      throw CommandFailure.badInput("--together must be from 1 to " + MOST_TOGETHER);
    }
    if (json != null) {
      OutputFile.check("--json", json);
    }
    Asked asked = new Asked(named, most, together, Optional.ofNullable(json));
    return Control.inside(
        spec,
        target.inventory(),
        "Looking at the traffic ...",
        control ->
            dryRun ? new DryRun(control, asked).run() : new Rebalancing(control, asked).run());
  }

  private static TokenPolicy named(String name) {
    try {
      return TokenPolicies.named(name);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.badInput(String.valueOf(e.getMessage()));
    }
  }
}
