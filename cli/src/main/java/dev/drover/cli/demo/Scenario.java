package dev.drover.cli.demo;

import dev.drover.lab.file.LabFile;
import java.nio.file.Path;
import java.util.TreeSet;

/**
 * A lab file and what it holds, in words.
 *
 * @param path where it is
 */
public record Scenario(Path path, LabFile lab) {
  /** {@return the scenario in {@code file}} */
  public static Scenario read(Path file) {
    return new Scenario(file, LabFile.read(file));
  }

  /** {@return such as {@code demo.yaml: 3 hosts, 5 VMs, links of 200Mbit/s}} */
  public String describe() {
    TreeSet<String> rates = new TreeSet<>();
    lab.hosts().forEach(host -> rates.add(lab.linkOf(host.name()).rate().toString()));
    return path.getFileName()
        + ": "
        + lab.hosts().size()
        + " hosts, "
        + lab.vms().size()
        + " VMs, links of "
        + String.join(" and ", rates);
  }
}
