package dev.drover.cli.xia;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import dev.drover.xia.address.Xid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a daemon says of echoes, for people. Its lines: {@code NUMBER reply TIMEus ADDRESS}, {@code
 * NUMBER expired …}, {@code NUMBER no-way TIMEus IDENTIFIER ADDRESS}, {@code NUMBER silence}.
 */
final class Echoes {
  private final List<Double> milliseconds = new ArrayList<>();
  private int asked;

  /** {@return a line for the screen} */
  String heard(String line) {
    asked++;
    String[] parts = line.split(" ", 4);
    String what =
        switch (parts[1]) {
          case "reply" -> {
            milliseconds.add(milliseconds(parts[2]));
            yield "answered in " + parts[2].replace("us", " us");
          }
          case "expired" -> "given up on the way: too many hops";
          case "no-way" -> "no way leads to " + brief(parts[3].split(" ", 2)[0]);
          default -> "no answer";
        };
    return "  " + parts[0] + ": " + what;
  }

  private static double milliseconds(String text) {
    return Long.parseLong(text.replace("us", "")) / 1000.0;
  }

  int answered() {
    return milliseconds.size();
  }

  String summary() {
    if (milliseconds.isEmpty()) {
      return "none of " + asked + " answered";
    }
    List<Double> sorted = new ArrayList<>(milliseconds);
    Collections.sort(sorted);
    return "%d of %d answered; median %.2f ms, %.2f to %.2f ms"
        .formatted(
            sorted.size(),
            asked,
            sorted.get(sorted.size() / 2),
            sorted.getFirst(),
            sorted.getLast());
  }

  /** {@return a line for a hop} */
  static String hop(String line, Map<String, String> known) {
    String[] parts = line.split(" ", 4);
    if (parts.length < 4) {
      return String.format(Locale.ROOT, "%3s  no answer", parts[0]);
    }
    String address = parts[1].equals("no-way") ? parts[3].split(" ", 2)[1] : parts[3];
    Xid node = DagText.parse(address).intent();
    return String.format(
        Locale.ROOT,
        "%3s  %-10s %8.2f ms%s",
        parts[0],
        known.getOrDefault(node.toString(), node.brief()),
        milliseconds(parts[2]),
        parts[1].equals("no-way") ? "  knows no way on" : "");
  }

  /** {@return an identifier cut short} */
  static String brief(String xid) {
    int colon = xid.indexOf(':');
    return colon < 0 || xid.length() < colon + 9 ? xid : xid.substring(0, colon + 9);
  }

  /** {@return an address as the names of its nodes} */
  static String brief(Dag address, Map<String, String> known) {
    return address.nodes().stream()
        .map(xid -> known.getOrDefault(xid.toString(), xid.brief()))
        .collect(Collectors.joining(" → "));
  }
}
