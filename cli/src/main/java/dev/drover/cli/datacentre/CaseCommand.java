package dev.drover.cli.datacentre;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Runs one case of {@code bench placement} and prints its result: a process of its own. */
@Command(
    name = "placement-case",
    hidden = true,
    description = "Run one case of bench placement here.",
    mixinStandardHelpOptions = true)
public final class CaseCommand implements Callable<Integer> {
  static final String NAME = "placement-case";

  @Parameters(paramLabel = "CASE", description = "Which case.")
  private String name = "";

  @Mixin private OwnMatrix own = new OwnMatrix();

  /** Made by the command line. */
  public CaseCommand() {}

  @Override
  public Integer call() {
    PlacementCase one =
        (own.isGiven() ? own.cases() : PlacementCases.all())
            .stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.badInput(name + " is no case"));
    System.out.println(JsonMapper.shared().writeValueAsString(new CaseRun(one).run()));
    System.out.flush();
    return ExitCode.OK;
  }
}
