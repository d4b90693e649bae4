package dev.drover.cli.sdn;

import dev.drover.cli.report.Svg;
import dev.drover.model.unit.BitRate;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.HostStatus;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a network in tiers, the cores above, the hosts below. A link is as wide and as hot as the
 * busier of its directions; beside it stand both rates.
 */
final class NetworkPicture {
  private static final double MARGIN = 24;
  private static final double COLUMN = 156;
  private static final double LEAST_WIDTH = 640;
  private static final double TIER = 170;
  private static final double TOP = 84;
  private static final double SWITCH_WIDTH = 104;
  private static final double SWITCH_HEIGHT = 34;
  private static final double HOST_WIDTH = 118;
  private static final double HOST_HEIGHT = 38;
  private static final double HOST_STEP = 50;
  private static final double HOST_DROP = 30;

  /** How far left of a switch's middle its line to the hosts goes down. */
  private static final double BUS = HOST_WIDTH / 2 + 12;

  /** Places of a link's rates, from its lower end; the best first. In the middle many cross. */
  private static final double[] PLACES = {0.3, 0.7, 0.4, 0.6, 0.22, 0.78, 0.5};

  /** How deep a link between two switches of one tier hangs. */
  private static final double SAG = 44;

  private static final double LETTER = 6.6;
  private static final long GIGABIT = 1_000_000_000L;
  private static final long MEGABIT = 1_000_000L;

  private final NetworkStatus network;
  private final Tiers tiers;
  private final long unit;
  private final double width;
  private final double height;
  private final Map<String, Svg.Point> places = new HashMap<>();
  private final Rooms rooms = new Rooms();

  private NetworkPicture(NetworkStatus network) {
    this.network = network;
    this.tiers = Tiers.of(network);
    this.unit =
        network.links().stream().anyMatch(link -> link.capacity().bitsPerSecond() >= 10 * GIGABIT)
            ? GIGABIT
            : MEGABIT;
    int widest = tiers.topFirst().stream().mapToInt(List::size).max().orElse(1);
    int deepest = tiers.hosts().values().stream().mapToInt(List::size).max().orElse(0);
    this.width = Math.max(LEAST_WIDTH, widest * COLUMN + 2 * MARGIN);
    this.height =
        TOP
            + (tiers.topFirst().size() - 1) * TIER
            + SWITCH_HEIGHT
            + (deepest == 0 ? 0 : HOST_DROP + deepest * HOST_STEP)
            + MARGIN;
    place();
  }

  /** {@return the picture, ready to be a file} */
  static String draw(NetworkStatus network) {
    return new NetworkPicture(network).draw();
  }

  private void place() {
    double y = TOP;
    for (List<SwitchStatus> tier : tiers.topFirst()) {
      double step = (width - 2 * MARGIN) / Math.max(1, tier.size());
      double x = MARGIN + step / 2;
      for (SwitchStatus each : tier) {
        places.put(each.name(), new Svg.Point(x, y + SWITCH_HEIGHT / 2));
        rooms.take(x - SWITCH_WIDTH / 2, y, SWITCH_WIDTH, SWITCH_HEIGHT);
        x += step;
      }
      y += TIER;
    }
  }

  private String draw() {
    Svg svg =
        new Svg(width, height, "Network of " + network.switches().size() + " switches")
            .style(PictureLook.SHEET)
            .rect(0, 0, width, height, PictureLook.PAGE, "");
    key(svg);
    for (LinkStatus link : network.links()) {
      line(svg, link);
    }
    for (LinkStatus link : network.links()) {
      rates(svg, link);
    }
    for (SwitchStatus each : network.switches()) {
      hosts(svg, each);
      box(svg, each);
    }
    return svg.finish();
  }

  private void key(Svg svg) {
    String rates = unit == GIGABIT ? "Gbit/s" : "Mbit/s";
    svg.text(
        MARGIN,
        22,
        Svg.Anchor.START,
        PictureLook.NAME,
        "Routing " + network.routing() + "; rates in " + rates + ", ↑ up ↓ down");
    String[] grades = {"idle", "below 30 %", "below 60 %", "below 85 %", "full"};
    double[] loads = {0, 0.1, 0.5, 0.7, 1};
    double x = MARGIN;
    for (int i = 0; i < grades.length; i++) {
      svg.line(x, 44, x + 28, 44, PictureLook.link(loads[i]));
      svg.text(x + 34, 48, Svg.Anchor.START, PictureLook.KEY, grades[i]);
      x += 34 + grades[i].length() * LETTER + 20;
    }
    svg.rect(x, 37, 28, 14, PictureLook.TAKEN, "");
    svg.text(x + 34, 48, Svg.Anchor.START, PictureLook.KEY, "just taken");
  }

  /** The ends of a link, the lower one first; of two at one height, the left one. */
  private record Ends(Svg.Point low, Svg.Point high, BitRate up, BitRate down) {
    Svg.Point at(double part) {
      return new Svg.Point(
          low.x() + part * (high.x() - low.x()), low.y() + part * (high.y() - low.y()));
    }

    boolean isLevel() {
      return low.y() == high.y();
    }
  }

  private Ends ends(LinkStatus link) {
    Svg.Point left = places.getOrDefault(link.left(), new Svg.Point(MARGIN, TOP));
    Svg.Point right = places.getOrDefault(link.right(), new Svg.Point(MARGIN, TOP));
    boolean leftIsLow = left.y() == right.y() ? left.x() <= right.x() : left.y() > right.y();
    return leftIsLow
        ? new Ends(left, right, link.leftToRight(), link.rightToLeft())
        : new Ends(right, left, link.rightToLeft(), link.leftToRight());
  }

  private void line(Svg svg, LinkStatus link) {
    Ends ends = ends(link);
    String title =
        "%s – %s, %s: %s → %s, %s ←"
            .formatted(
                link.left(),
                link.right(),
                link.capacity(),
                link.leftToRight(),
                link.right(),
                link.rightToLeft());
    List<Svg.Point> way =
        ends.isLevel()
            ? List.of(
                ends.low(), new Svg.Point(ends.at(0.5).x(), ends.low().y() + SAG), ends.high())
            : List.of(ends.low(), ends.high());
    svg.polyline(way, PictureLook.link(Load.of(link)), title);
  }

  private void rates(Svg svg, LinkStatus link) {
    Ends ends = ends(link);
    String words =
        ends.isLevel()
            ? "→" + figure(ends.up()) + " ←" + figure(ends.down())
            : "↑" + figure(ends.up()) + " ↓" + figure(ends.down());
    double wide = words.length() * LETTER + 8;
    Svg.Point best = ends.at(0.5);
    if (ends.isLevel()) {
      best = new Svg.Point(best.x(), best.y() + SAG);
    } else {
      double least = Double.MAX_VALUE;
      for (double place : PLACES) {
        Svg.Point at = ends.at(place);
        double shared = rooms.shared(at.x() - wide / 2, at.y() - 8, wide, 16);
        if (shared < least) {
          least = shared;
          best = at;
        }
      }
    }
    rooms.take(best.x() - wide / 2, best.y() - 8, wide, 16);
    svg.rect(
        best.x() - wide / 2,
        best.y() - 8,
        wide,
        16,
        link.taken() ? PictureLook.TAKEN : PictureLook.PAPER,
        link.taken() ? "a route was given over it since the last update" : "");
    svg.text(best.x(), best.y() + 4, Svg.Anchor.MIDDLE, PictureLook.RATE, words);
  }

  private void box(Svg svg, SwitchStatus each) {
    Svg.Point at = places.getOrDefault(each.name(), new Svg.Point(MARGIN, TOP));
    svg.rect(
        at.x() - SWITCH_WIDTH / 2,
        at.y() - SWITCH_HEIGHT / 2,
        SWITCH_WIDTH,
        SWITCH_HEIGHT,
        each.connected() ? PictureLook.SWITCH : PictureLook.GONE,
        String.format("datapath %016x, %d ports", each.datapathId(), each.ports()));
    svg.text(
        at.x(),
        at.y() + 5,
        Svg.Anchor.MIDDLE,
        PictureLook.NAME,
        shortened(each.connected() ? each.name() : each.name() + " left", SWITCH_WIDTH));
  }

  private void hosts(Svg svg, SwitchStatus each) {
    Svg.Point at = places.getOrDefault(each.name(), new Svg.Point(MARGIN, TOP));
    double y = at.y() + SWITCH_HEIGHT / 2 + HOST_DROP;
    double bus = at.x() - BUS;
    List<HostStatus> hosts = tiers.at(each);
    for (int i = 0; i < hosts.size(); i++) {
      HostStatus host = hosts.get(i);
      double middle = y + i * HOST_STEP + HOST_HEIGHT / 2;
      double left = at.x() - HOST_WIDTH / 2 + 6;
      svg.polyline(
          List.of(
              new Svg.Point(bus, at.y()), new Svg.Point(bus, middle), new Svg.Point(left, middle)),
          PictureLook.link(0),
          "");
      svg.line(bus, middle, left, middle, PictureLook.link(Load.of(host)));
      svg.rect(
          left,
          middle - HOST_HEIGHT / 2,
          HOST_WIDTH - 6,
          HOST_HEIGHT,
          PictureLook.HOST,
          host.address() + " " + host.mac() + " at port " + host.port());
      svg.text(
          left + 8,
          middle - 3,
          Svg.Anchor.START,
          PictureLook.NAME,
          shortened(host.name(), HOST_WIDTH - 14));
      svg.text(
          left + 8,
          middle + 13,
          Svg.Anchor.START,
          PictureLook.RATE,
          "↑" + figure(host.sent()) + " ↓" + figure(host.received()));
    }
    if (!hosts.isEmpty()) {
      svg.line(bus, at.y(), at.x(), at.y(), PictureLook.link(0));
    }
  }

  private String figure(BitRate rate) {
    double value = (double) rate.bitsPerSecond() / unit;
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
  }

  private static String shortened(String name, double room) {
    int letters = (int) (room / 8);
    return name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
  }
}
