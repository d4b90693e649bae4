package dev.drover.model.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one parser and writer of quantities. */
final class Quantity {
  static final List<String> IEC_NAMES = List.of("B", "KiB", "MiB", "GiB", "TiB");
  static final List<String> SI_RATE_NAMES =
      List.of("bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s");
  static final Map<String, Long> SIZES = sizes("");
  static final Map<String, Long> DIRTY_RATES = sizes("/s");
  static final Map<String, Long> RATES = rates();
  static final Map<String, Long> TIMES =
      ordered(
          "ns",
          1L,
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "min",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);

  private static final Pattern TEXT =
      Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z/]*)\\s*");

  private Quantity() {}

  static long parse(String text, String what, Map<String, Long> units, String example) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a " + what + "; write a number and a unit, such as " + example);
    }
    Long factor = units.get(matcher.group(2));
    if (factor == null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a "
              + what
              + ": unit '"
              + matcher.group(2)
              + "' is not one of "
              + String.join(", ", units.keySet())
              + " (for example "
              + example
              + ")");
    }
    try {
      return new BigDecimal(matcher.group(1))
          .multiply(BigDecimal.valueOf(factor))
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is too large a " + what, e);
    }
  }

  static String format(long value, List<String> names, int step) {
    double scaled = value;
    int unit = 0;
    while (scaled >= step && unit < names.size() - 1) {
      scaled /= step;
      unit++;
    }
    String number;
    if (unit == 0 || scaled >= 100) {
      number = String.format(Locale.ROOT, "%.0f", scaled);
    } else {
      number = String.format(Locale.ROOT, scaled >= 10 ? "%.1f" : "%.2f", scaled);
      number = number.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return number + names.get(unit);
  }

  private static Map<String, Long> sizes(String suffix) {
    Map<String, Long> units = new LinkedHashMap<>();
    for (int i = 0; i < IEC_NAMES.size(); i++) {
      units.put(IEC_NAMES.get(i) + suffix, 1L << (10 * i));
    }
    long decimal = 1;
    for (String name : List.of("kB", "MB", "GB", "TB")) {
      decimal *= 1000;
      units.put(name + suffix, decimal);
    }
    return units;
  }

  private static Map<String, Long> rates() {
    Map<String, Long> units = new LinkedHashMap<>();
    long factor = 1;
    for (String name : SI_RATE_NAMES) {
      units.put(name, factor);
      units.put(name.replace("bit/s", "bps"), factor);
      factor *= 1000;
    }
    return units;
  }

  private static Map<String, Long> ordered(Object... pairs) {
    Map<String, Long> units = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      units.put((String) pairs[i], (Long) pairs[i + 1]);
    }
    return units;
  }
}
