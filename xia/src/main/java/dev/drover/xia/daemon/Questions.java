package dev.drover.xia.daemon;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import dev.drover.xia.address.XidType;
import dev.drover.xia.forward.Route;
import dev.drover.xia.forward.RouteTable;
import dev.drover.xia.node.Node;
import dev.drover.xia.node.Probe;
import dev.drover.xia.node.Probe.Answer;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.Packet;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What an operator may ask any node: where it is, its routes, and echoes from here. */
final class Questions {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_HOPS = 30;
  private static final int MOST_BYTES = 1024;

  private final Node node;

  private Questions(Node node) {
    this.node = node;
  }

  static void answer(Console console, Node node) {
    Questions questions = new Questions(node);
    console.on("address", (_, out) -> out.println(node.address(node.hid())));
    console.on("routes", (_, out) -> questions.routes(out));
    console.on("neighbours", (_, out) -> questions.neighbours(out));
    console.on("counts", (_, out) -> questions.counts(out));
    console.on("ping", questions::ping);
    console.on("traceroute", questions::traceroute);
  }

  /** One line a route: type, identifier, link, next hop, sequence. */
  private void routes(PrintWriter out) {
    for (RouteTable table : node.tables().all()) {
      table.list().forEach((xid, route) -> out.println(line(xid, route)));
      table
          .others()
          .ifPresent(route -> out.println(line(XidType.text(table.type()) + ":-", route)));
    }
  }

  private String line(String xid, Route route) {
    return route.leaves()
        ? "%s %s %s %d"
            .formatted(
                xid,
                node.links().get(route.port()).name(),
                route.nextHop().orElseThrow(),
                route.sequence())
        : xid + " here";
  }

  private void neighbours(PrintWriter out) {
    for (int port = 0; port < node.links().size(); port++) {
      String link = node.links().get(port).name();
      node.neighbours()
          .list(port)
          .forEach((xid, address) -> out.println(xid + " " + link + " " + address));
    }
  }

  private void counts(PrintWriter out) {
    for (Count count : Count.values()) {
      out.println(
          count.name().toLowerCase(Locale.ROOT).replace('_', '-')
              + " "
              + node.statistics().get(count));
    }
  }

  /** {@code ping COUNT INTERVAL_US BYTES ADDRESS}: one line an echo. */
  private void ping(List<String> words, PrintWriter out) throws InterruptedException {
    if (words.size() < 4) {
      throw new IllegalArgumentException("write ping COUNT INTERVAL_US BYTES ADDRESS");
    }
    int count = number(words.get(0), 1, 1_000_000);
    long interval = Duration.ofNanos(1000L * number(words.get(1), 100, 60_000_000)).toNanos();
    int bytes = number(words.get(2), 0, MOST_BYTES);
    Dag to = address(words.subList(3, words.size()));
    try (Probe probe = new Probe(node, to, bytes)) {
      long next = node.nanoTime();
      for (int i = 0; i < count; i++) {
        out.println(i + " " + text(probe.ask(i & 0xFFFF, Packet.DEFAULT_HOP_LIMIT, PATIENCE)));
        if (out.checkError()) {
          return;
        }
        next += interval;
        long wait = next - node.nanoTime();
        if (wait > 0 && i + 1 < count) {
          Thread.sleep(Duration.ofNanos(wait));
        }
      }
    }
  }

  /** {@code traceroute ADDRESS}: one line a hop. */
  private void traceroute(List<String> words, PrintWriter out) throws InterruptedException {
    Dag to = address(words);
    try (Probe probe = new Probe(node, to, 0)) {
      for (int hops = 1; hops <= MOST_HOPS; hops++) {
        Answer answer = probe.ask(hops, hops, PATIENCE);
        out.println(hops + " " + text(answer));
        if (out.checkError() || answer instanceof Answer.Reply || answer instanceof Answer.NoWay) {
          return;
        }
      }
    }
  }

  private static String text(Answer answer) {
    return switch (answer) {
      case Answer.Reply reply -> "reply " + micros(reply.time()) + " " + reply.from();
      case Answer.Expired expired -> "expired " + micros(expired.time()) + " " + expired.from();
      case Answer.NoWay none ->
          "no-way " + micros(none.time()) + " " + none.destination() + " " + none.from();
      case Answer.Silence _ -> "silence";
    };
  }

  private static String micros(Duration time) {
    return time.toNanos() / 1000 + "us";
  }

  private static Dag address(List<String> words) {
    return DagText.parse(String.join(" ", words));
  }

  private static int number(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
    throw new IllegalArgumentException(text + " must be " + least + " to " + most);
  }
}
