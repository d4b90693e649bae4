package dev.drover.cli.sdn;

import dev.drover.calls.TlsFiles;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ControlNamespace;
import dev.drover.cli.command.Target;
import dev.drover.control.inventory.Inventory;
import dev.drover.sdn.api.SdnClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which controller a command asks: {@code --controller}, or that of the running lab. */
final class ControllerTarget {
  @Option(
      names = "--controller",
      paramLabel = "URL",
      description = {
        "The controller's API, such as http://10.99.0.1:7453 (default: that of the running lab or the inventory).",
        "With https, the keys are those of --lab or --inventory."
      })
  @Nullable URI url;

  @Mixin private final Target target = new Target();

  ControllerTarget() {}

  /**
   * Runs {@code command} where the controller can be reached: in this process, or in another one
   * inside the lab's network namespace.
   *
   * @return the exit code
   */
  int inside(CommandSpec spec, ToIntFunction<SdnClient> command) {
    boolean alone = url != null && !"https".equals(url.getScheme()) && !target.isNamed();
    Optional<Inventory> inventory = alone ? Optional.empty() : Optional.of(target.inventory());
    URI controller = url != null ? url : of(inventory.orElseThrow());
    Optional<String> netns = inventory.flatMap(Inventory::netns);
    if (netns.isPresent()) {
      List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
      OptionalInt code = ControlNamespace.enter(netns.get(), arguments);
      if (code.isPresent()) {
        return code.getAsInt();
      }
    }
    return command.applyAsInt(client(controller, inventory.flatMap(Inventory::tls)));
  }

  private static SdnClient client(URI controller, Optional<TlsFiles> tls) {
    try {
      return new SdnClient(
          controller, "https".equals(controller.getScheme()) ? tls : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.badInput(String.valueOf(e.getMessage()));
    }
  }

  private static URI of(Inventory inventory) {
    return inventory
        .network()
        .orElseThrow(() ->
            CommandFailure.badInput(
                inventory.file()
                    + " names no 'network', so its hosts have no controller; name another with"
                    + " --controller URL"));
  }
}
