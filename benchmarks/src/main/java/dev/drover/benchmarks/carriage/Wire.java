package dev.drover.benchmarks.carriage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two hosts and the routers between them, each a network namespace, joined by links as a lab has
 * them: a token bucket before a queue of 256 KiB in each direction. Needs root.
 */
final class Wire implements AutoCloseable {
  private static final String PREFIX = "drvfast";

  private final List<String> nodes;

  /** Also when it is ended from outside. */
  private final Thread atExit = new Thread(this::remove);

  /**
   * @param rate as tc writes it, such as {@code 200mbit}
   */
  Wire(int routers, String rate) {
    List<String> all = new ArrayList<>();
    all.add(PREFIX + "a");
    IntStream.range(0, routers).forEach(i -> all.add(PREFIX + "r" + i));
    all.add(PREFIX + "b");
    this.nodes = List.copyOf(all);
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      nodes.forEach(node -> run("ip netns add " + node));
      for (int i = 0; i + 1 < nodes.size(); i++) {
        join(i, rate);
      }
      route();
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private void join(int i, String rate) {
    run(
        "ip link add east netns %s type veth peer name west netns %s"
            .formatted(nodes.get(i), nodes.get(i + 1)));
    end(nodes.get(i), "east", "fe80::1/64", "10.99.%d.1/24".formatted(i), rate);
    end(nodes.get(i + 1), "west", "fe80::2/64", "10.99.%d.2/24".formatted(i), rate);
  }

  private static void end(
      String node, String device, String linkLocal, String address, String rate) {
    // There at once, where the kernel's own would come a moment after the link.
    in(node, "ip link set %s addrgenmode none".formatted(device));
    in(node, "ip addr add %s dev %s nodad".formatted(linkLocal, device));
    in(node, "ip addr add %s dev %s".formatted(address, device));
    in(node, "ip link set %s up".formatted(device));
    in(
        node,
        "tc qdisc add dev %s root tbf rate %s burst 64kb limit 262144".formatted(device, rate));
  }

  private void route() {
    int last = nodes.size() - 1;
    for (int i = 0; i <= last; i++) {
      in(nodes.get(i), "sysctl -qw net.ipv4.ip_forward=1");
      if (i < last) {
        in(
            nodes.get(i),
            "ip route replace 10.99.%d.2 via 10.99.%d.2 congctl cubic".formatted(last - 1, i));
      }
      if (i > 0) {
        in(
            nodes.get(i),
            "ip route replace 10.99.0.1 via 10.99.%d.1 congctl cubic".formatted(i - 1));
      }
    }
  }

  List<String> nodes() {
    return nodes;
  }

  String lastAddress() {
    return "10.99.%d.2".formatted(nodes.size() - 2);
  }

  private static void in(String node, String command) {
    run("ip netns exec " + node + " " + command);
  }

  private static void run(String command) {
    try {
      Process process =
          new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("'" + command + "' failed: " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in '" + command + "'", e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove();
  }

  private void remove() {
    for (String node : nodes) {
      try {
        run("ip netns del " + node);
      } catch (IllegalStateException e) {
        System.err.println(e.getMessage());
      }
    }
  }
}
