package dev.drover.lab.fabric;

import java.nio.file.Path;
import java.util.List;

/**
 * An Open vSwitch of its own in one network namespace: a database server and the daemon that
 * forwards.
 *
 * @param directory its own: database, sockets, log; made by the script
 */
record OvsInstance(String namespace, Path directory) {
  /** What has to forward 17 000 frames a second must not wait behind what sends them. */
  private static final int NICE = -10;

  /** {@return the variables by which Open vSwitch's programs find this instance among others} */
  List<String> environment() {
    return List.of("OVS_RUNDIR=" + directory, "OVS_LOGDIR=" + directory, "OVS_DBDIR=" + directory);
  }

  /**
   * {@return the command that starts all, to be run when the directory above is there}
   *
   * <p>All is in the database before the daemon reads it, so that it comes up in one step.
   *
   * @param emptyDatabase file to begin with
   * @param content commands of {@code ovs-vsctl}
   */
  String make(String emptyDatabase, List<String> content) {
    return String.join(
        "\n",
        "mkdir " + directory,
        "cp " + emptyDatabase + " " + directory + "/conf.db",
        "export " + String.join(" ", environment()),
        inside()
            + " ovsdb-server --detach --pidfile --log-file -vconsole:off -vsyslog:off"
            + " --remote=punix:"
            + directory
            + "/db.sock "
            + directory
            + "/conf.db",
        "ovs-vsctl --no-wait " + String.join(" -- ", content),
        daemon());
  }

  /** {@return the command that starts the daemon; its database runs already} */
  String start() {
    return "export " + String.join(" ", environment()) + "\n" + daemon();
  }

  private String daemon() {
    return inside()
        + " nice -n "
        + NICE
        + " ovs-vswitchd --detach --pidfile --log-file -vconsole:off -vsyslog:off unix:"
        + directory
        + "/db.sock";
  }

  private String inside() {
    return "nsenter --net=/run/netns/" + namespace;
  }
}
