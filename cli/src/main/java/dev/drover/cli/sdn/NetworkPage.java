package dev.drover.cli.sdn;

import dev.drover.cli.terminal.Ink;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.HostStatus;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a network as text. */
final class NetworkPage {
  /** A drawing that is not for a terminal keeps to this. */
  private static final int USUAL = 80;

  private static final int GAP = 2;
  private static final int LABEL = 8;

  private final NetworkStatus network;
  private final Screen screen;

  NetworkPage(NetworkStatus network, Screen screen) {
    this.network = network;
    this.screen = screen;
  }

  NetworkStatus network() {
    return network;
  }

  /** {@return the tiers and the links between them} */
  List<String> topology() {
    List<String> lines = new ArrayList<>(headline());
    if (network.switches().isEmpty()) {
      lines.add("");
      lines.add("No switch has joined.");
      return lines;
    }
    lines.add("");
    lines.addAll(tiers());
    if (!network.links().isEmpty()) {
      lines.add("");
      lines.addAll(links());
    }
    return lines;
  }

  /** {@return the routes in use} */
  List<String> paths() {
    List<String> lines = new ArrayList<>(headline());
    lines.add("");
    if (network.paths().isEmpty()) {
      lines.add("No path is in use.");
      return lines;
    }
    Table table =
        new Table().left("from").left("to").right("rate").right("sent").left("of").left("over");
    for (PathStatus path : network.paths()) {
      table.row(
          path.source(),
          path.destination(),
          path.rate().toString(),
          path.sent().toString(),
          of(path),
          String.join(" → ", path.switches()));
    }
    lines.addAll(table.render(screen));
    return lines;
  }

  /** {@return rates and utilisation of links and hosts} */
  List<String> stats() {
    List<String> lines = new ArrayList<>(headline());
    lines.add("");
    lines.addAll(network.links().isEmpty() ? List.of("No link is known.") : links());
    lines.add("");
    lines.addAll(network.hosts().isEmpty() ? List.of("No host is known.") : hosts());
    return lines;
  }

  private static String of(PathStatus path) {
    String migration = path.migration().isEmpty() ? "" : "migration " + path.migration();
    return path.connection().isEmpty() || migration.isEmpty()
        ? migration + path.connection()
        : migration + ", " + path.connection();
  }

  private List<String> headline() {
    String text =
        "Routing "
            + network.routing()
            + ": "
            + count(network.switches().size(), "switch", "switches")
            + ", "
            + count(network.links().size(), "link", "links")
            + ", "
            + count(network.hosts().size(), "host", "hosts")
            + ", "
            + count(network.paths().size(), "path", "paths");
    List<String> lines = new ArrayList<>(Table.wrap(text, Math.min(screen.width(), USUAL)));
    for (SwitchStatus each : network.switches()) {
      if (!each.connected()) {
        lines.add(Ink.BAD.on(screen, screen.plain("switch " + each.name() + " has left")));
      }
    }
    return lines;
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** Tiers from the top; under each switch its hosts with their loads. */
  private List<String> tiers() {
    Tiers tiers = Tiers.of(network);
    List<String> lines = new ArrayList<>();
    int count = tiers.topFirst().size();
    for (int i = 0; i < count; i++) {
      String label = i == count - 1 ? "edge" : i == 0 ? "top" : "tier " + (count - i);
      lines.addAll(tier(label, tiers.topFirst().get(i), tiers));
    }
    return lines;
  }

  private List<String> tier(String label, List<SwitchStatus> switches, Tiers tiers) {
    int cell = 0;
    for (SwitchStatus each : switches) {
      cell = Math.max(cell, each.name().length() + 2);
      for (HostStatus host : tiers.at(each)) {
        cell = Math.max(cell, host.name().length() + 5);
      }
    }
    int room = Math.min(screen.width(), USUAL) - LABEL;
    int columns = Math.max(1, (room + GAP) / (cell + GAP));
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < switches.size(); from += columns) {
      List<SwitchStatus> row = switches.subList(from, Math.min(switches.size(), from + columns));
      String head = from == 0 ? label : "";
      lines.add(line(head, row.stream().map(this::box).toList(), cell));
      int most = row.stream().mapToInt(each -> tiers.at(each).size()).max().orElse(0);
      for (int i = 0; i < most; i++) {
        List<Piece> pieces = new ArrayList<>();
        for (SwitchStatus each : row) {
          pieces.add(i < tiers.at(each).size() ? host(tiers.at(each).get(i)) : Piece.NONE);
        }
        lines.add(line("", pieces, cell));
      }
    }
    return lines;
  }

  /** A part of a line; its escape sequences take no room. */
  private record Piece(String text, Ink ink) {
    static final Piece NONE = new Piece("", Ink.PLAIN);
  }

  private Piece box(SwitchStatus each) {
    return new Piece("[" + each.name() + "]", each.connected() ? Ink.BOLD : Ink.BAD);
  }

  private static Piece host(HostStatus host) {
    String load =
        host.capacity().bitsPerSecond() == 0
            ? "   -"
            : String.format(Locale.ROOT, "%3.0f%%", 100 * Load.of(host));
    return new Piece(host.name() + " " + load, Load.ink(Load.of(host)));
  }

  private String line(String label, List<Piece> pieces, int cell) {
    StringBuilder line = new StringBuilder(label + " ".repeat(LABEL - label.length()));
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      String text = screen.plain(piece.text());
      boolean last = pieces.subList(i, pieces.size()).stream().skip(1).allMatch(Piece.NONE::equals);
      line.append(piece.equals(Piece.NONE) ? text : piece.ink().on(screen, text));
      line.append(last ? "" : " ".repeat(cell - text.length() + GAP));
      if (last) {
        break;
      }
    }
    return line.toString();
  }

  private List<String> links() {
    Table table =
        new Table()
            .left("link")
            .right("capacity")
            .right(screen.plain("→"))
            .left("load")
            .right(screen.plain("←"))
            .left("load")
            .left("taken");
    for (LinkStatus link : network.links()) {
      table.row(
          link.left() + " – " + link.right(),
          link.capacity().bitsPerSecond() == 0 ? "-" : link.capacity().toString(),
          link.leftToRight().toString(),
          Load.bar(link.leftToRight(), link.capacity(), screen),
          link.rightToLeft().toString(),
          Load.bar(link.rightToLeft(), link.capacity(), screen),
          link.taken() ? "yes" : "");
    }
    return table.render(screen);
  }

  private List<String> hosts() {
    Table table =
        new Table()
            .left("host")
            .left("at")
            .right("capacity")
            .right("sent")
            .left("load")
            .right("received")
            .left("load");
    for (HostStatus host : network.hosts()) {
      table.row(
          host.name(),
          host.switchName() + ":" + host.port(),
          host.capacity().bitsPerSecond() == 0 ? "-" : host.capacity().toString(),
          host.sent().toString(),
          Load.bar(host.sent(), host.capacity(), screen),
          host.received().toString(),
          Load.bar(host.received(), host.capacity(), screen));
    }
    return table.render(screen);
  }
}
