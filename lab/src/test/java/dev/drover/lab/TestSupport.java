package dev.drover.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests on a real machine share. */
public final class TestSupport {
  private TestSupport() {}

  /** Skips a test, saying why, where it cannot run. */
  public static void needsRoot() {
    boolean root = Processes.isRoot();
    if (!root) {
      System.out.println("skipped: network namespaces need root");
    }
    assumeTrue(root, "network namespaces need root");
  }

  /** Skips a test, saying why, where there is no Open vSwitch or nobody may start it. */
  public static void needsOpenVswitch() {
    needsRoot();
    for (String program : List.of("ovs-vswitchd", "ovsdb-server", "ethtool")) {
      boolean there =
          Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
              .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
      if (!there) {
        System.out.println("skipped: '" + program + "' is not installed");
      }
      assumeTrue(there, "'" + program + "' is not installed");
    }
  }

  /** {@return names of this machine's network namespaces that begin so} */
  public static Set<String> namespaces(String prefix) throws IOException {
    if (!Files.exists(Path.of("/run/netns"))) {
      return Set.of();
    }
    try (Stream<Path> names = Files.list(Path.of("/run/netns"))) {
      return names
          .map(each -> each.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /**
   * Sees that iperf3, which reports each half second, finds a rate between two, in Mbit/s. All of
   * it is never faster than the link. A busy machine can be slower, so what counts is the best
   * second, and there are ten chances: a link that is too slow is so each time.
   */
  public static void assertCarries(double least, double most, Callable<JsonNode> iperf)
      throws Exception {
    double best = 0;
    for (int chance = 0; chance < 10 && best <= least; chance++) {
      JsonNode report = iperf.call();
      assertThat(report.at("/end/sum_received/bits_per_second").asDouble() / 1e6).isLessThan(most);
      best = Math.max(best, bestSecond(report));
    }
    assertThat(best).isGreaterThan(least);
  }

  /** {@return what iperf3 reports of a transfer between two hosts of a lab that runs} */
  public static JsonNode transfer(Addresses addresses, String from, String to) throws Exception {
    String server = addresses.namespace(to);
    Process serving =
        new ProcessBuilder(Commands.in(server, List.of("iperf3", "-s", "-1"))).start();
    try {
      while (!output(server, "ss", "-tlnH").contains(":5201")) {
        Thread.sleep(20);
      }
      String client = addresses.namespace(from);
      return JsonMapper.shared()
          .readTree(
              output(client, ("iperf3 -J -t 3 -O 1 -i 0.5 -c " + addresses.data(to)).split(" ")));
    } finally {
      serving.destroyForcibly();
    }
  }

  private static String output(String namespace, String... command) {
    return Commands.plain().run(Commands.in(namespace, List.of(command)), "");
  }

  private static double bestSecond(JsonNode report) {
    double before = 0;
    double best = 0;
    for (JsonNode interval : report.path("intervals")) {
      JsonNode sum = interval.path("sum");
      if (!sum.path("omitted").asBoolean(false)) {
        double now = sum.path("bits_per_second").asDouble();
        best = Math.max(best, (before + now) / 2);
        before = now;
      }
    }
    return best / 1e6;
  }
}
