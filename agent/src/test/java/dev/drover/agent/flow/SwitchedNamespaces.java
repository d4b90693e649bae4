package dev.drover.agent.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two namespaces, {@code 10.77.0.1} and {@code 10.77.0.2}, at an Open vSwitch of its own that
 * forwards by MAC address. All of it goes with {@link #close}.
 */
final class SwitchedNamespaces implements AutoCloseable {
  private static final String SETUP =
      """
      for n in $NS-s $NS-1 $NS-2; do ip netns add $n; ip -n $n link set lo up; done
      for i in 1 2; do
        ip link add nic0 netns $NS-$i type veth peer name port$i netns $NS-s
        ip netns exec $NS-$i sysctl -qw net.ipv6.conf.nic0.disable_ipv6=1
        ip netns exec $NS-$i ethtool -K nic0 tx off tso off gso off >/dev/null
        ip -n $NS-$i addr add 10.77.0.$i/24 dev nic0
        ip -n $NS-$i link set nic0 address 02:00:00:00:00:0$i up
        ip -n $NS-s link set port$i up
      done
      ovsdb-tool create $OVS_DBDIR/conf.db /usr/share/openvswitch/vswitch.ovsschema
      nsenter --net=/run/netns/$NS-s ovsdb-server --detach --pidfile --log-file -vconsole:off \
        -vsyslog:off --remote=punix:$OVS_RUNDIR/db.sock $OVS_DBDIR/conf.db
      ovs-vsctl --no-wait set open_vswitch . other_config:max-idle=$LONG -- add-br br0 \
        -- set bridge br0 datapath_type=netdev -- add-port br0 port1 -- add-port br0 port2
      """;

  private static final String DAEMON =
      """
      nsenter --net=/run/netns/$NS-s ovs-vswitchd --detach --pidfile --log-file -vconsole:off \
        -vsyslog:off unix:$OVS_RUNDIR/db.sock
      """;

  private static final String TEARDOWN =
      """
      for n in $NS-s $NS-1 $NS-2; do ip netns del $n || true; done
      """;

  /** What is idle for longer than any test stands still. */
  private static final String LONG_MS = "600000";

  private final Path directory;
  private final String prefix;

  private SwitchedNamespaces(Path directory) {
    this.directory = directory;
    this.prefix = "drover-t-flow" + ProcessHandle.current().pid();
  }

  static boolean usable() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return false;
    }
    for (String program :
        List.of("ovs-vswitchd", "ovsdb-server", "ovs-ofctl", "fping", "iperf3", "ethtool")) {
      if (new ProcessBuilder("sh", "-c", "command -v " + program)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          != 0) {
        return false;
      }
    }
    return true;
  }

  static SwitchedNamespaces make(Path directory, List<String> rules) throws IOException {
    SwitchedNamespaces made = new SwitchedNamespaces(directory);
    try {
      made.script(SETUP);
      made.startSwitch(rules);
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  Path runDirectory() {
    return directory;
  }

  /** Starts the process that forwards; its database runs. */
  void startSwitch(List<String> rules) throws IOException {
    StringBuilder script = new StringBuilder(DAEMON);
    rules.forEach(rule -> script.append("ovs-ofctl add-flow br0 '").append(rule).append("'\n"));
    script(script.toString());
  }

  void killSwitch() throws IOException {
    end(directory.resolve("ovs-vswitchd.pid"));
  }

  /** Has the switch drop what is idle, at once, or keep it. */
  void dropIdle(boolean drop) throws IOException {
    script("ovs-vsctl set open_vswitch . other_config:max-idle=" + (drop ? "100" : "$LONG"));
  }

  /**
   * Lets the switch learn where both are and make its flows anew by that, which takes what they
   * carried meanwhile with it.
   */
  void settle() throws IOException {
    ping(1, 100);
    script("ovs-appctl revalidator/wait");
  }

  /** Sends {@code count} echo requests of {@code bytes} from the first to the second. */
  void ping(int count, int bytes) throws IOException {
    script("ip netns exec $NS-1 fping -q -c %d -p 20 -b %d 10.77.0.2".formatted(count, bytes));
  }

  /**
   * Sends over TCP from the first to the second.
   *
   * @param bytes that iperf3 writes; what the receiver has not read when all are written may not be
   *     sent any more
   * @return the bytes that the receiver has read
   */
  long send(long bytes) throws IOException {
    String report =
        script(
            """
            ip netns exec $NS-2 iperf3 -s -1 -D
            until ip netns exec $NS-2 ss -Hltn | grep -q :5201; do sleep 0.02; done
            ip netns exec $NS-1 iperf3 -J -c 10.77.0.2 -n %d
            """
                .formatted(bytes));
    return JsonMapper.shared()
        .readTree(report)
        .path("end")
        .path("sum_received")
        .path("bytes")
        .asLong();
  }

  private String script(String text) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", text).redirectErrorStream(true);
    builder.environment().put("NS", prefix);
    builder.environment().put("LONG", LONG_MS);
    for (String name : List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR")) {
      builder.environment().put(name, directory.toString());
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(text + " failed: " + said);
    }
    return said;
  }

  private static void end(Path pidFile) throws IOException {
    if (Files.exists(pidFile)) {
      ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
          .filter(process -> process.info().command().orElse("").contains("ovs"))
          .ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
          });
    }
  }

  @Override
  public void close() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(directory.resolve("ovs-vswitchd.pid"));
    files.add(directory.resolve("ovsdb-server.pid"));
    for (Path file : files) {
      end(file);
    }
    script(TEARDOWN);
  }
}
