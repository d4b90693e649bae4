package dev.drover.simulate.scenario.file;

import dev.drover.simulate.scenario.RunSpec;
import dev.drover.yaml.Located;
import dev.drover.yaml.Setting;
import java.nio.file.Path;
import java.util.List;

/** A scenario as its file describes it, with settings put over it. */
public final class ScenarioFile {
  private ScenarioFile() {}

  /**
   * Reads and checks a scenario.
   *
   * @param settings put over the file's values, one after the other
   * @throws dev.drover.yaml.YamlException naming file and line, or the setting
   */
  public static RunSpec read(Path file, List<Setting> settings) {
    String text = Located.text(file, "scenario");
    return parse(text, file, settings);
  }

  /**
   * Reads and checks the text of a scenario.
   *
   * @param file stands for it in errors; files named in the text are looked for beside it
   */
  static RunSpec parse(String text, Path file, List<Setting> settings) {
    Located tree = Located.parse(text, file.toString(), "scenario");
    for (Setting setting : settings) {
      tree = setting.apply(tree);
    }
    return new ScenarioReader(file).read(tree);
  }
}
