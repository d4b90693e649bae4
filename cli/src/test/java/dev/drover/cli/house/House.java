package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Processes;
import dev.drover.model.unit.BitRate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A lab of the end-to-end tests, and ways to look at it and to break it. */
final class House implements AutoCloseable {
  private static final Pattern WHOLE = Pattern.compile("OK (\\d+) (\\d+)\\s*");

  /** Two fifths of the hosts' links: moving the VM big takes 20 s. */
  private static final BitRate SLOW = BitRate.ofMegabitsPerSecond(40);

  private final Lab lab;
  private final LabFile file;
  private final Addresses addresses;
  private final List<String> hosts;
  private final Map<Path, Monitors> monitors = new ConcurrentHashMap<>();

  private House(LabFile file) {
    this.file = file;
    this.addresses = new Addresses(file);
    this.hosts = file.hostsWithAgents().stream().map(LabFile.Host::name).toList();
    this.lab = Lab.up(file, line -> System.out.println("  " + line));
  }

  static House up() {
    return up("house", "e2e", fileText());
  }

  /**
   * Brings another lab up.
   *
   * @param text of its file, with NAME for its name
   */
  static House up(String origin, String prefix, String text) {
    String name = prefix + ProcessHandle.current().pid() % 100_000;
    return new House(LabFile.parse(text.replace("NAME", name), origin));
  }

  static String fileText() {
    try (InputStream in = House.class.getResourceAsStream("house.yaml")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return lab.name();
  }

  Lab lab() {
    return lab;
  }

  /** Takes the lab down and sees that nothing of it is left. */
  @Override
  public void close() {
    List<String> namespaces = new ArrayList<>(hosts);
    namespaces.addAll(file.switches());
    namespaces.addAll(List.of("c1", "ctl", "mgmt"));
    namespaces.replaceAll(addresses::namespace);
    lab.down();
    assertThat(namespaces)
        .allSatisfy(each -> assertThat(Path.of("/run/netns", each)).doesNotExist());
    assertThat(Processes.marked(lab.directory())).isEmpty();
    assertThat(lab.directory()).doesNotExist();
  }

  /** Starts to move a VM as a user would. */
  Drover migrate(String vm, String host, String technique, String... options) {
    List<String> words = new ArrayList<>(List.of("migrate", vm, host, "--technique", technique));
    words.addAll(List.of("--lab", name(), "--json", "JSON"));
    words.addAll(List.of(options));
    return Drover.start(words.toArray(String[]::new));
  }

  /** {@return the hosts on which a process of the VM exists, whatever it does} */
  List<String> processes(String vm) {
    return hosts.stream().filter(host -> process(vm, host).isPresent()).toList();
  }

  private Optional<Long> process(String vm, String host) {
    String directory = directory(vm, host).toString();
    return Processes.in(List.of(addresses.namespace(host))).stream()
        .filter(pid -> isQemu(Processes.commandLine(pid)))
        .filter(pid ->
            Processes.commandLine(pid).stream().anyMatch(word -> word.contains(directory + "/")))
        .findFirst();
  }

  /** A process that has ended meanwhile has no words. */
  private static boolean isQemu(List<String> line) {
    return !line.isEmpty() && line.getFirst().contains("qemu");
  }

  /** {@return the hosts whose QEMU itself says that the VM runs there} */
  List<String> running(String vm) {
    List<String> found = new ArrayList<>();
    for (String host : hosts) {
      if (runs(vm, host)) {
        found.add(host);
      }
    }
    return found;
  }

  boolean runs(String vm, String host) {
    return qmp(vm, host, "query-status")
        .map(status -> status.path("running").asBoolean(false))
        .orElse(false);
  }

  private Optional<JsonNode> qmp(String vm, String host, String command) {
    return monitors(vm, host).ask(command);
  }

  /** {@return the monitors of a VM's QEMU on a host} */
  Monitors monitors(String vm, String host) {
    return monitors.computeIfAbsent(directory(vm, host), Monitors::new);
  }

  private Path directory(String vm, String host) {
    return lab.directory().resolve("hosts").resolve(host).resolve("vms").resolve(vm);
  }

  /** {@return the only host where the VM runs, once no other host has anything of it} */
  String settled(String vm) {
    AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
    await(
        Duration.ofSeconds(60),
        vm + " to run on exactly one host and exist on no other",
        () -> {
          seen.set(processes(vm));
          return seen.get().size() == 1 && running(vm).equals(seen.get());
        });
    return seen.get().getFirst();
  }

  /** {@return where a VM is, and another host with room for it} */
  Journey journey(String vm) {
    String from = settled(vm);
    return new Journey(from, from.equals("h1") ? "h2" : "h1");
  }

  record Journey(String from, String to) {}

  /** Waits until the source's QEMU says that a post-copy has lost its connection. */
  void awaitBroken(Drover command, String vm, String host) {
    await(
        Duration.ofSeconds(60),
        "the connection of " + vm + " to be given up",
        () -> {
          if (!command.alive()) {
            throw new AssertionError("over before it was broken:\n" + command.soFar());
          }
          String status =
              qmp(vm, host, "query-migrate")
                  .map(migration -> migration.path("status").asString(""))
                  .orElse("");
          return status.equals("postcopy-paused") || status.startsWith("postcopy-recover");
        });
  }

  /** Waits until the source's QEMU has sent so much in a phase that QEMU calls {@code status}. */
  void awaitPhase(Drover command, String vm, String host, String status, long bytes) {
    await(
        Duration.ofSeconds(60),
        vm + " to be in phase " + status,
        () -> {
          if (!command.alive()) {
            throw new AssertionError("over before " + status + ":\n" + command.soFar());
          }
          return qmp(vm, host, "query-migrate")
              .filter(migration -> migration.path("status").asString("").equals(status))
              .filter(migration -> migration.path("ram").path("transferred").asLong(0) >= bytes)
              .isPresent();
        });
  }

  /** Verifies the VM's memory and {@return how often the guest has changed it} */
  long verifyMemory(String vm) {
    Matcher whole = verify(vm, "memory", GuestPorts.PATTERN);
    assertThat(Long.parseLong(whole.group(2)) * 4096).isEqualTo(file.vm(vm).pattern().count());
    return Long.parseLong(whole.group(1));
  }

  /** Waits until the guest writes to its disk, which a VM that has just booted may not yet. */
  void awaitDisk(String vm) {
    String call =
        "busybox nc -w 1 %s %d </dev/null && echo yes || true"
            .formatted(addresses.vm(vm), GuestPorts.DISK);
    await(
        Duration.ofSeconds(60),
        vm + " to write to its disk",
        () -> in("c1", "sh", "-c", call).contains("yes"));
  }

  /** Verifies all that the guest has written to its disk and {@return how many writes that were} */
  long verifyDisk(String vm) {
    return Long.parseLong(verify(vm, "disk", GuestPorts.DISK).group(1));
  }

  private Matcher verify(String vm, String what, int port) {
    String answer =
        Shell.run(
            List.of(
                "nsenter",
                "--net=/run/netns/" + addresses.namespace("c1"),
                "busybox",
                "nc",
                "-w",
                "20",
                addresses.vm(vm),
                Integer.toString(port)),
            "CHECK\n");
    Matcher whole = WHOLE.matcher(answer);
    assertThat(whole.matches()).as("%s of %s: '%s'", what, vm, answer).isTrue();
    return whole;
  }

  /** {@return the client's connections with a VM, both ends of each, whatever they serve} */
  List<String> connections(String vm) {
    return established(addresses.vm(vm));
  }

  /** {@return the client's connections with one of a VM's ports, both ends of each} */
  List<String> connections(String vm, int port) {
    return established(addresses.vm(vm) + ":" + port);
  }

  private List<String> established(String peer) {
    return in("c1", "ss", "-tnH", "state", "established", "dst", peer)
        .lines()
        .map(line -> line.strip().replaceFirst("^\\d+\\s+\\d+\\s+", "").replaceAll("\\s+", " "))
        .sorted()
        .toList();
  }

  String in(String node, String... command) {
    return Shell.run(entering(node, command), "");
  }

  /** {@return the command line that runs a program in a node's network} */
  List<String> entering(String node, String... command) {
    List<String> line =
        new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + addresses.namespace(node)));
    line.addAll(List.of(command));
    return line;
  }

  /** Starts a program whose words nobody reads. */
  static Process start(List<String> line) {
    try {
      return new ProcessBuilder(line)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String addressOf(String host) {
    return addresses.data(host);
  }

  String clientAddress() {
    return addresses.client("c1");
  }

  /** Bytes that went by until a moment, by the clock of who counted them. */
  record Count(double seconds, long bytes) {
    double bitsPerSecondSince(Count before) {
      return 8 * (bytes - before.bytes) / (seconds - before.seconds);
    }
  }

  /** {@return what the client's network card has received so far} */
  Count receivedByClient() {
    List<String> lines = in("c1", "cat", "/proc/uptime", "/proc/net/dev").lines().toList();
    String card =
        lines.stream().filter(each -> each.strip().startsWith("nic0:")).findFirst().orElseThrow();
    return new Count(
        Double.parseDouble(lines.getFirst().split(" ", -1)[0]),
        Long.parseLong(card.strip().substring("nic0:".length()).strip().split("\\s+", -1)[0]));
  }

  /** {@return what the source's QEMU says it has sent so far} */
  Count transferred(String vm, String host) {
    return qmp(vm, host, "query-migrate")
        .map(migration ->
            new Count(
                migration.path("total-time").asLong(0) / 1e3,
                migration.path("ram").path("transferred").asLong(0)))
        .orElseThrow();
  }

  /** Pulls a host's data cable at the switch; the management network stays. */
  Cut cut(String host) {
    link(host, "down");
    return () -> link(host, "up");
  }

  /** Lets a host receive so slowly that no migration to it is over before it is let go. */
  void slow(String host) {
    receives(host, SLOW);
  }

  /** Lets a host receive as fast as its link is. */
  void fast(String host) {
    receives(host, link(host).rate());
  }

  private void receives(String host, BitRate rate) {
    String change =
        "tc qdisc change dev p-%s root tbf rate %dbit burst 64kb limit %d"
            .formatted(host, rate.bitsPerSecond(), link(host).buffer().count());
    in(link(host).right(), change.split(" "));
  }

  private LabFile.Link link(String host) {
    return file.links().stream().filter(link -> link.left().equals(host)).findFirst().orElseThrow();
  }

  private void link(String host, String state) {
    in(link(host).right(), "ip", "link", "set", "p-" + host, state);
  }

  /** A cable that was pulled; closing it plugs it in again, as often as one likes. */
  @FunctionalInterface
  interface Cut extends AutoCloseable {
    void restore();

    @Override
    default void close() {
      restore();
    }
  }

  void killQemu(String vm, String host) {
    long pid = process(vm, host).orElseThrow();
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Kills an agent; what started it starts another. */
  void killAgent(String host) {
    lab.agent(host).orElseThrow().destroyForcibly();
  }

  /** {@return whether a host's NIC is divided} */
  boolean reserved(String host) {
    return (in(host, "tc", "class", "show", "dev", "nic0").contains("class htb 1:10 ")
            && in(host, "tc", "filter", "show", "dev", "nic0", "parent", "1:").contains("flowid"))
        || in(host, "ip", "-o", "link").contains("ifb0");
  }

  void assertNothingReserved() {
    await(
        Duration.ofSeconds(60),
        "every reservation to be gone",
        () -> hosts.stream().noneMatch(this::reserved));
  }

  static void await(Duration limit, String what, BooleanSupplier condition) {
    await(limit, () -> what, condition);
  }

  /**
   * Waits.
   *
   * @param what is waited for, and whatever tells why that was in vain
   */
  static void await(Duration limit, Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + limit.toSeconds() + " s in vain for " + what.get());
      }
      pause(Duration.ofMillis(50));
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return the end of every agent's log, to tell why a test failed} */
  String logs() {
    StringBuilder all = new StringBuilder();
    for (String host : hosts) {
      try (Stream<String> lines =
          Files.lines(lab.directory().resolve("hosts").resolve(host).resolve("agent.log"))) {
        List<String> log = lines.toList();
        log.subList(Math.max(0, log.size() - 40), log.size())
            .forEach(line -> all.append(host).append(": ").append(line).append('\n'));
      } catch (IOException e) {
        all.append(host).append(": no log: ").append(e.getMessage()).append('\n');
      }
    }
    return all.toString();
  }
}
