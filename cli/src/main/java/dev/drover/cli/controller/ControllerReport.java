package dev.drover.cli.controller;

import dev.drover.cli.controller.PeerResult.Setting;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of a bench.
 *
 * @param machine on which it was measured
 * @param window questions that each switch has open when loaded
 * @param seconds of one measurement
 * @param generator what the generator does with a controller that does nothing
 */
record ControllerReport(
    String machine,
    int window,
    double seconds,
    int rounds,
    List<PeerResult> peers,
    PeerResult generator) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  ControllerReport {
    peers = List.copyOf(peers);
  }

  String json() {
    return JSON.writeValueAsString(this) + "\n";
  }

  List<String> lines(Screen screen) {
    Table table =
        new Table()
            .left("controller")
            .right("switches")
            .right("packet-ins/s")
            .right("p50, µs")
            .right("p99, µs")
            .right("alone p50, µs")
            .right("alone p99, µs")
            .right("CPU, µs each")
            .right("flow mods each")
            .right("unanswered");
    List<PeerResult> all = new ArrayList<>(peers);
    all.add(generator);
    for (PeerResult peer : all) {
      for (Setting setting : peer.settings()) {
        table.row(row(peer.name(), setting));
      }
    }
    List<String> lines = new ArrayList<>(table.render(screen));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Median (range) of %d rounds of %.1f s; each switch has %d packet-ins open, alone: one"
                + " switch with one. %s",
            rounds,
            seconds,
            window,
            machine));
    return lines;
  }

  private static List<String> row(String name, Setting setting) {
    return List.of(
        name,
        Integer.toString(setting.switches()),
        setting.packetInsPerSec().text(),
        setting.loadedP50Micros().text(),
        setting.loadedP99Micros().text(),
        setting.aloneP50Micros().text(),
        setting.aloneP99Micros().text(),
        String.format(Locale.ROOT, "%.1f", setting.cpuMicrosPerAnswer().median()),
        String.format(Locale.ROOT, "%.2f", setting.flowModsPerAnswer()),
        Long.toString(setting.unanswered()));
  }
}
