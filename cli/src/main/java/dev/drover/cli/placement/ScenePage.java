package dev.drover.cli.placement;

import dev.drover.cli.terminal.Ink;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.control.placement.Scene;
import dev.drover.control.placement.Scene.Pair;
import dev.drover.control.placement.Scene.PlacedVm;
import dev.drover.decide.communication.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws a placement: its cost, what each level carries, the hosts' VMs, the busiest pairs. */
final class ScenePage {
  private final Screen screen;

  ScenePage(Screen screen) {
    this.screen = screen;
  }

  List<String> render(Scene scene, int top) {
    List<String> lines = new ArrayList<>();
    lines.add(
        screen.plain(
            "Communication cost "
                + number(scene.cost())
                + " (bytes a second x link weight, S-CORE eq. 1), "
                + scene.pairs().size()
                + (scene.pairs().size() == 1 ? " pair of " : " pairs of ")
                + vms(scene.vms().size())));
    if (scene.unmeasuredFor().isPositive()) {
      lines.add(
          Ink.WARN.on(
              screen,
              screen.plain(
                  "Too low yet: some of this traffic has not been measured over a whole window")));
    }
    lines.add("");
    lines.addAll(levels(scene).render(screen));
    lines.add("");
    lines.addAll(hosts(scene).render(screen));
    if (!scene.pairs().isEmpty() && top > 0) {
      lines.add("");
      lines.addAll(pairs(scene, top).render(screen));
    }
    scene
        .unreachable()
        .forEach((host, why) ->
            lines.add(Ink.BAD.on(screen, screen.plain("no answer from " + host + ": " + why))));
    return lines;
  }

  /** {@return a cost as people read it, such as {@code 7.4e7}} */
  static String number(double cost) {
    return cost < 1e4
        ? String.format(Locale.ROOT, "%.0f", cost)
        : String.format(Locale.ROOT, "%.3g", cost).replace("e+0", "e").replace("e+", "e");
  }

  /** {@return how many VMs, in words as people say it} */
  static String vms(long count) {
    return count + (count == 1 ? " VM" : " VMs");
  }

  /** {@return a rate as people read it} */
  static String rate(double bytesPerSecond) {
    double bits = bytesPerSecond * 8;
    return bits < 1e5
        ? String.format(Locale.ROOT, "%.1f kbit/s", bits / 1e3)
        : String.format(Locale.ROOT, "%.2f Mbit/s", bits / 1e6);
  }

  private static Table levels(Scene scene) {
    Table table = new Table().right("level").left("between").right("weight").right("traffic");
    List<Double> rates = scene.rates();
    double all = rates.stream().mapToDouble(Double::doubleValue).sum();
    for (int level = 0; level < rates.size(); level++) {
      table.row(
          Integer.toString(level),
          switch (level) {
            case 0 -> "VMs of one host";
            case 1 -> "hosts of one rack";
            case 2 -> rates.size() == 3 ? "racks" : "racks of one pod";
            case 3 -> "pods";
            default -> "groups of level " + (level - 1);
          },
          String.format(Locale.ROOT, "%.2f", scene.weights().sum(level)),
          rate(rates.get(level))
              + (all > 0
                  ? String.format(Locale.ROOT, " %3.0f %%", 100 * rates.get(level) / all)
                  : ""));
    }
    return table;
  }

  private static Table hosts(Scene scene) {
    Table table = new Table().left("host").left("location").left("token").left("VMs");
    for (int i = 0; i < scene.hosts().size(); i++) {
      int place = i;
      Scene.Host host = scene.hosts().get(i);
      table.row(
          host.name(),
          String.join("/", host.location()),
          host.token().part(),
          scene.vms().stream()
              .filter(vm -> vm.host() == place)
              .map(PlacedVm::name)
              .collect(Collectors.joining(" ")));
    }
    return table;
  }

  private static Table pairs(Scene scene, int top) {
    Layers layers = scene.layers();
    Table table = new Table().left("pair").left("on").right("level").right("traffic");
    for (Pair pair : scene.pairs().stream().limit(top).toList()) {
      PlacedVm one = scene.vms().get(pair.one());
      PlacedVm other = scene.vms().get(pair.other());
      table.row(
          one.name() + " - " + other.name(),
          scene.hosts().get(one.host()).name() + " - " + scene.hosts().get(other.host()).name(),
          Integer.toString(layers.level(one.host(), other.host())),
          rate(pair.bytesPerSecond()));
    }
    return table;
  }
}
