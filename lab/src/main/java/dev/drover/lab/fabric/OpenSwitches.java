package dev.drover.lab.fabric;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.Sdn;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All switches of a lab with a controller. */
public final class OpenSwitches {
  private final Path directory;
  private final Commands commands;
  private final Map<String, SwitchSetup> setups = new LinkedHashMap<>();

  /**
   * The switches of {@code file}, whether they run or not.
   *
   * @param lab the lab's directory
   * @param keys by switch; asked only when the lab wants TLS
   */
  public OpenSwitches(LabFile file, Path lab, Function<String, SwitchKeys> keys) {
    this.directory = lab.resolve("switches");
    this.commands = Commands.of(lab);
    Addresses addresses = new Addresses(file);
    boolean tls = file.sdn().filter(Sdn::tls).isPresent();
    String controller =
        (tls ? "ssl:" : "tcp:") + Addresses.CONTROL_ADDRESS + ":" + Addresses.OPENFLOW_PORT;
    for (String name : file.switches()) {
      setups.put(
          name,
          new SwitchSetup(
              addresses.namespace(name),
              directory.resolve(name),
              addresses.datapath(name),
              file.links().stream()
                  .filter(link -> link.touches(name))
                  .map(
                      link -> Addresses.port(link.left().equals(name) ? link.right() : link.left()))
                  .toList(),
              controller,
              tls ? Optional.of(keys.apply(name)) : Optional.empty()));
    }
  }

  /** Starts all of them at once, inside their namespaces; returns when their ports work. */
  public void start() {
    commands.run(List.of("sh", "-e", "-s"), script());
  }

  /**
   * Returns when every one is connected to the controller.
   *
   * @throws LabException when one is not after {@code patience}
   */
  public void awaitController(Duration patience) {
    StringBuilder script = new StringBuilder();
    setups.forEach((name, setup) ->
        script
            .append("(env ")
            .append(String.join(" ", setup.environment()))
            .append(" timeout ")
            .append(patience.toSeconds())
            .append(" ovs-vsctl wait-until controller ")
            .append(SwitchSetup.BRIDGE)
            .append(" is_connected=true || { echo switch ")
            .append(name)
            .append(" does not connect to the controller >&2; exit 1; }) & pids=\"$pids $!\"\n"));
    commands.run(List.of("sh", "-e", "-s"), script + "for pid in $pids; do wait $pid; done\n");
  }

  /** {@return the switches in the order of the file} */
  public List<OpenSwitch> all() {
    return setups.entrySet().stream()
        .map(entry -> new OpenSwitch(entry.getKey(), entry.getValue(), commands))
        .toList();
  }

  public Optional<OpenSwitch> named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  String script() {
    String empty = directory.resolve("empty.db").toString();
    StringBuilder script = new StringBuilder("mkdir " + directory + "\n");
    script.append("ovsdb-tool create ").append(empty).append('\n');
    setups
        .values()
        .forEach(setup ->
            script.append("(\n").append(setup.make(empty)).append("\n) & pids=\"$pids $!\"\n"));
    return script + "for pid in $pids; do wait $pid; done\n";
  }
}
