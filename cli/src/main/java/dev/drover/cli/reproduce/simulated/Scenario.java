package dev.drover.cli.reproduce.simulated;

import dev.drover.cli.command.Shipped;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.file.ScenarioFile;
import dev.drover.yaml.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A scenario that comes with Drover, and settings over it, as {@code drover simulate FILE --set …}
 * takes them.
 *
 * @param file below {@code scenarios/papers}
 * @param settings such as {@code vms.vm.memory=512MiB}, applied in this order
 */
public record Scenario(String file, List<String> settings) {
  private static final Path PAPERS = Path.of("scenarios", "papers");

  public Scenario {
    settings = List.copyOf(settings);
  }

  /** {@return the scenario as its file has it} */
  public static Scenario of(String file) {
    return new Scenario(file, List.of());
  }

  /** {@return this with {@code more} settings} */
  public Scenario with(String... more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(more));
    return new Scenario(file, all);
  }

  /** {@return the run that it describes, under {@code seed}} */
  RunSpec spec(long seed) {
    List<Setting> parsed =
        settings.stream().map(setting -> Setting.parse("--set", setting)).toList();
    return ScenarioFile.read(Shipped.orShipped(PAPERS.resolve(file)), parsed).withSeed(seed);
  }

  /** {@return the command that runs it by itself} */
  public String command() {
    StringBuilder text = new StringBuilder("./drover simulate ").append(PAPERS.resolve(file));
    settings.forEach(setting -> text.append(" --set ").append(setting));
    return text.toString();
  }
}
