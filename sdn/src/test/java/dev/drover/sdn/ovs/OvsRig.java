package dev.drover.sdn.ovs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Switches, each an Open vSwitch of its own in a network namespace of its own, joined as a test
 * wants it; hosts, each a namespace with one NIC; and a namespace for the controller that all
 * switches reach.
 *
 * <p>Switches are numbered from 1, which is also their datapath id; host {@code i} from 1 has
 * address {@code 10.77.0.i}. Links are ports of their switches in the order given, hosts come after
 * all links. All of it goes with {@link #close}.
 */
public final class OvsRig implements AutoCloseable {
  /** Where the controller listens, in its namespace. */
  public static final String CONTROLLER = "10.99.0.1";

  private static final String BRIDGE = "br0";

  private final Path directory;
  private final String prefix;
  private final int switches;
  private final List<Link> links;
  private final List<Integer> hosts;

  /** A link between two switches. */
  public record Link(int left, int right) {}

  private OvsRig(
      Path directory, String prefix, int switches, List<Link> links, List<Integer> hosts) {
    this.directory = directory;
    this.prefix = prefix;
    this.switches = switches;
    this.links = List.copyOf(links);
    this.hosts = List.copyOf(hosts);
  }

  /** {@return why no rig can be made here; empty when one can} */
  public static Optional<String> missing() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("network namespaces need root");
    }
    for (String program : List.of("ovs-vswitchd", "ovsdb-server", "ovs-vsctl", "ovs-ofctl")) {
      if (!Shell.succeeds(program, "--version")) {
        return Optional.of(program + " is not installed");
      }
    }
    if (!Shell.succeeds("fping", "--version") || !Shell.succeeds("ip", "netns", "list")) {
      return Optional.of("fping or ip is not installed");
    }
    return Optional.empty();
  }

  /**
   * Makes it; no switch has a controller yet.
   *
   * @param part tells rigs of different tests apart, a few letters
   * @param hosts the switch that each host hangs at
   */
  public static OvsRig make(
      Path directory, String part, int switches, List<Link> links, List<Integer> hosts)
      throws IOException {
    String prefix = "drover-t-door-" + part + ProcessHandle.current().pid() + "-";
    OvsRig rig = new OvsRig(directory, prefix, switches, links, hosts);
    try {
      Shell.script(rig.network());
      for (int i = 1; i <= switches; i++) {
        Shell.script(rig.database(i) + rig.daemon(i));
      }
    } catch (IOException e) {
      rig.close();
      throw e;
    }
    return rig;
  }

  private String network() {
    StringBuilder script = new StringBuilder();
    line(script, "ip netns add %s", control());
    line(script, "ip -n %s link set lo up", control());
    line(script, "ip -n %s link add mgmt type bridge", control());
    line(script, "ip -n %s addr add %s/24 dev mgmt", control(), CONTROLLER);
    line(script, "ip -n %s link set mgmt up", control());
    for (int i = 1; i <= switches; i++) {
      String ns = namespace(i);
      line(script, "ip netns add %s", ns);
      line(script, "ip -n %s link set lo up", ns);
      line(script, "ip -n %s link add mgmt type veth peer name s%d netns %s", ns, i, control());
      line(script, "ip -n %s link set s%d master mgmt up", control(), i);
      line(script, "ip -n %s addr add 10.99.0.%d/24 dev mgmt", ns, 100 + i);
      line(script, "ip -n %s link set mgmt up", ns);
    }
    for (Link link : links) {
      String left = port(link, link.left());
      String right = port(link, link.right());
      line(
          script,
          "ip -n %s link add %s type veth peer name %s netns %s",
          namespace(link.left()),
          left,
          right,
          namespace(link.right()));
      line(script, "ip -n %s link set %s up", namespace(link.left()), left);
      line(script, "ip -n %s link set %s up", namespace(link.right()), right);
    }
    for (int i = 1; i <= hosts.size(); i++) {
      int at = hosts.get(i - 1);
      line(script, "ip netns add %s", host(i));
      line(script, "ip -n %s link set lo up", host(i));
      line(
          script,
          "ip -n %s link add nic0 type veth peer name host%d netns %s",
          host(i),
          i,
          namespace(at));
      // A segment that is larger than a frame has no place in a user-space switch.
      line(script, "ip netns exec %s ethtool -K nic0 tx off tso off gso off >/dev/null", host(i));
      line(script, "ip netns exec %s sysctl -qw net.ipv6.conf.nic0.disable_ipv6=1", host(i));
      line(script, "ip -n %s addr add %s/24 dev nic0", host(i), address(i));
      line(script, "ip -n %s link set nic0 up", host(i));
      line(script, "ip -n %s link set host%d up", namespace(at), i);
    }
    return script.toString();
  }

  private String database(int number) {
    Path home = home(number);
    StringBuilder script = new StringBuilder();
    line(script, "mkdir -p %s", home);
    line(script, "ovsdb-tool create %s/conf.db /usr/share/openvswitch/vswitch.ovsschema", home);
    line(script, "export %s", String.join(" ", environment(number)));
    line(
        script,
        "nsenter --net=/run/netns/%s ovsdb-server --detach --pidfile --log-file -vconsole:off"
            + " -vsyslog:off --remote=punix:%s/db.sock %s/conf.db",
        namespace(number),
        home,
        home);
    StringBuilder commands = new StringBuilder("ovs-vsctl --no-wait add-br " + BRIDGE);
    commands.append(
        String.format(
            Locale.ROOT,
            " -- set bridge %s datapath_type=netdev fail_mode=secure protocols=OpenFlow13"
                + " other_config:datapath-id=%016x",
            BRIDGE,
            number));
    List<String> ports = ports(number);
    for (int i = 0; i < ports.size(); i++) {
      commands.append(
          " -- add-port %s %s -- set interface %s ofport_request=%d"
              .formatted(BRIDGE, ports.get(i), ports.get(i), i + 1));
    }
    return script.append(commands).append('\n').toString();
  }

  private String daemon(int number) {
    return "export "
        + String.join(" ", environment(number))
        + "\nnsenter --net=/run/netns/"
        + namespace(number)
        + " ovs-vswitchd --detach --pidfile --log-file -vconsole:off -vsyslog:off unix:"
        + home(number)
        + "/db.sock\n";
  }

  /** Gives every switch its controller, such as {@code tcp:10.99.0.1:6653}. */
  public void connect(String controller) throws IOException {
    for (int i = 1; i <= switches; i++) {
      vsctl(
          i,
          "set-controller %s %s -- set controller %s connection_mode=out-of-band max_backoff=1000"
              .formatted(BRIDGE, controller, BRIDGE));
    }
  }

  /** Gives a switch its keys, for controllers at {@code ssl:}. */
  public void keys(int number, Path key, Path certificate, Path authority) throws IOException {
    vsctl(number, "set-ssl %s %s %s".formatted(key, certificate, authority));
  }

  /** {@return what {@code call} returns, run where the controller is} */
  public <T> T inControl(Callable<T> call) throws Exception {
    return new Namespace(control()).call(call);
  }

  /** {@return the address of host {@code number}} */
  public String address(int number) {
    return "10.77.0." + number;
  }

  /** {@return a builder for a command on a host} */
  public ProcessBuilder onHost(int number, String... command) {
    List<String> words =
        new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + host(number), "--"));
    words.addAll(List.of(command));
    return new ProcessBuilder(words);
  }

  /**
   * Lets a host ask whether its neighbours are still there every half second, not in minutes, and
   * give one up that does not answer {@code patience} times, a second apart.
   */
  public void askOften(int number, int patience) throws IOException {
    String script =
        """
        ip netns exec HOST sysctl -qw net.ipv4.neigh.nic0.base_reachable_time_ms=500
        ip netns exec HOST sysctl -qw net.ipv4.neigh.nic0.delay_first_probe_time=0
        ip netns exec HOST sysctl -qw net.ipv4.neigh.nic0.ucast_solicit=PATIENCE
        """;
    Shell.script(
        script.replace("HOST", host(number)).replace("PATIENCE", Integer.toString(patience)));
  }

  /** Takes a link down or up again, at its left end. */
  public void setLink(Link link, boolean up) throws IOException {
    Shell.run(
        List.of(
            "ip",
            "-n",
            namespace(link.left()),
            "link",
            "set",
            port(link, link.left()),
            up ? "up" : "down"));
  }

  /** {@return the OpenFlow port of a link at one of its switches} */
  public long portOf(Link link, int number) {
    return ports(number).indexOf(port(link, number)) + 1L;
  }

  /** Kills a switch's daemon as {@code kill -9} does; its links keep their carrier. */
  public void kill(int number) throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readString(home(number).resolve("ovs-vswitchd.pid")).strip());
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    process.ifPresent(ProcessHandle::destroyForcibly);
    while (process.isPresent() && process.get().isAlive()) {
      Thread.sleep(2);
    }
  }

  /** Starts a switch's daemon again. */
  public void start(int number) throws IOException {
    Shell.script(daemon(number));
  }

  /** {@return what {@code ovs-ofctl} says of a switch} */
  public String ofctl(int number, String command) throws IOException {
    return Shell.script(
        "export "
            + String.join(" ", environment(number))
            + "\novs-ofctl -O OpenFlow13 "
            + command
            + " "
            + BRIDGE
            + "\n");
  }

  private void vsctl(int number, String command) throws IOException {
    Shell.script(
        "export "
            + String.join(" ", environment(number))
            + "\novs-vsctl --timeout=120 "
            + command
            + "\n");
  }

  private List<String> environment(int number) {
    return List.of(
        "OVS_RUNDIR=" + home(number), "OVS_LOGDIR=" + home(number), "OVS_DBDIR=" + home(number));
  }

  private List<String> ports(int number) {
    List<String> ports = new ArrayList<>();
    for (Link link : links) {
      if (link.left() == number || link.right() == number) {
        ports.add(port(link, number));
      }
    }
    for (int i = 1; i <= hosts.size(); i++) {
      if (hosts.get(i - 1) == number) {
        ports.add("host" + i);
      }
    }
    return ports;
  }

  private String port(Link link, int number) {
    return "to" + (link.left() == number ? link.right() : link.left()) + "l" + links.indexOf(link);
  }

  private String control() {
    return prefix + "ctl";
  }

  private String namespace(int number) {
    return prefix + "s" + number;
  }

  private String host(int number) {
    return prefix + "h" + number;
  }

  private Path home(int number) {
    return directory.resolve("s" + number);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static void line(StringBuilder script, String format, Object... arguments) {
    script.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** Ends all processes of the rig and removes its namespaces, in whatever state it is. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.of()) {
      for (Path file : files.filter(path -> path.toString().endsWith(".pid")).toList()) {
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
            .filter(OvsRig::isOvs)
            .ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    StringBuilder script = new StringBuilder();
    for (String line : Shell.script("ip netns list").lines().toList()) {
      String name = line.split(" ", 2)[0];
      if (name.startsWith(prefix)) {
        line(script, "ip netns del %s", name);
      }
    }
    Shell.script(script.toString());
  }

  /** A daemon that ended may have left its number to another process. */
  private static boolean isOvs(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("ovs")).isPresent();
  }
}
