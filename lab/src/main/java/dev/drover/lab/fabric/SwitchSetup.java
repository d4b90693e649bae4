package dev.drover.lab.fabric;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How one switch is set up; with it, the shell that does so.
 *
 * @param namespace network namespace, where its ports are already
 * @param directory its own: database, sockets, log; made by the script
 * @param datapath its id, from 1
 * @param ports device names; their places in the list, from 1, are their OpenFlow port numbers
 * @param controller such as {@code tcp:10.99.0.1:6653}
 * @param keys present when the controller's address begins with {@code ssl:}
 */
record SwitchSetup(
    String namespace,
    Path directory,
    int datapath,
    List<String> ports,
    String controller,
    Optional<SwitchKeys> keys) {
  /** The bridge, as {@code ovs-ofctl} is told. */
  static final String BRIDGE = "br0";

  /**
   * After so long without a word Open vSwitch asks the controller for an echo, and after as long
   * again it takes it for dead.
   */
  private static final int PROBE_MS = 1500;

  /** Between two attempts to reach a controller that is away; the least that is possible. */
  private static final int BACKOFF_MS = 1000;

  SwitchSetup {
    ports = List.copyOf(ports);
  }

  /** {@return the variables by which Open vSwitch's programs find this switch among others} */
  List<String> environment() {
    return instance().environment();
  }

  /** {@return the command that starts all, to be run when the directory above is there} */
  String make(String emptyDatabase) {
    return instance().make(emptyDatabase, database());
  }

  /** {@return the command that starts the daemon; its database runs already} */
  String start() {
    return instance().start();
  }

  private OvsInstance instance() {
    return new OvsInstance(namespace, directory);
  }

  private List<String> database() {
    List<String> commands = new ArrayList<>();
    commands.add(
        "set open_vswitch . other_config:n-handler-threads=1"
            + " other_config:n-revalidator-threads=1");
    keys.ifPresent(files ->
        commands.add(
            "set-ssl " + files.key() + " " + files.certificate() + " " + files.authority()));
    commands.add("add-br " + BRIDGE);
    // 1.0 is what people's ovs-ofctl speaks unasked; the controller agrees on 1.3.
    commands.add(
        String.format(
            Locale.ROOT,
            "set bridge %s datapath_type=netdev fail_mode=secure protocols=OpenFlow10,OpenFlow13"
                + " other_config:datapath-id=%016x",
            BRIDGE,
            datapath));
    commands.add("set-controller " + BRIDGE + " " + controller);
    commands.add(
        "set controller "
            + BRIDGE
            + " connection_mode=out-of-band inactivity_probe="
            + PROBE_MS
            + " max_backoff="
            + BACKOFF_MS);
    // Told nothing about it, Open vSwitch would take the ports' token buckets away.
    commands.add("--id=@none create qos type=linux-noop");
    for (int i = 0; i < ports.size(); i++) {
      String port = ports.get(i);
      commands.add("add-port " + BRIDGE + " " + port);
      commands.add("set interface " + port + " ofport_request=" + (i + 1));
      commands.add("set port " + port + " qos=@none");
    }
    return commands;
  }
}
