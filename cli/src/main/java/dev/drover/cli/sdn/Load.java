package dev.drover.cli.sdn;

import dev.drover.cli.terminal.Ink;
import dev.drover.cli.terminal.Screen;
import dev.drover.model.unit.BitRate;
import dev.drover.sdn.api.NetworkStatus.HostStatus;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import java.util.Locale;

/** How much of a link is used: in figures, as a bar, as one of five grades. */
final class Load {
  /** Below this part of its capacity a link carries no more than LLDP and such. */
  private static final double IDLE = 0.01;

  private static final double[] GRADES = {IDLE, 0.3, 0.6, 0.85};
  private static final int BAR = 6;

  private Load() {}

  static double of(LinkStatus link) {
    return link.leftToRight().max(link.rightToLeft()).fractionOf(link.capacity());
  }

  static double of(HostStatus host) {
    return host.sent().max(host.received()).fractionOf(host.capacity());
  }

  /** {@return 0 for idle to 4 for full} */
  static int grade(double load) {
    int grade = 0;
    while (grade < GRADES.length && load >= GRADES[grade]) {
      grade++;
    }
    return grade;
  }

  static Ink ink(double load) {
    return switch (grade(load)) {
      case 0 -> Ink.FAINT;
      case 1, 2 -> Ink.GOOD;
      case 3 -> Ink.WARN;
      default -> Ink.BAD;
    };
  }

  /** {@return such as {@code ███··· 48%}, or a dash when the capacity is not known} */
  static String bar(BitRate rate, BitRate capacity, Screen screen) {
    if (capacity.bitsPerSecond() == 0) {
      return "-";
    }
    double load = rate.fractionOf(capacity);
    int full = (int) Math.round(Math.clamp(load, 0, 1) * BAR);
    String bar =
        (screen.unicode() ? "█" : "#").repeat(full)
            + (screen.unicode() ? "·" : ".").repeat(BAR - full);
    return bar + String.format(Locale.ROOT, " %3.0f%%", 100 * load);
  }
}
