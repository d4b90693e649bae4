package dev.drover.simulate.scenario.file;

import dev.drover.yaml.Near;
import dev.drover.yaml.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Values that scenario files write as people do. */
final class Words {
  private Words() {}

  /** {@return the one of {@code known} that the field names} */
  static String oneOf(Section section, String field, List<String> known) {
    String word = section.text(field);
    if (!known.contains(word)) {
      throw section.refuse(field, unknown(field, word, known));
    }
    return word;
  }

  /** {@return the constant that the field names, hyphens for underscores} */
  static <E extends Enum<E>> Optional<E> constant(Section section, String field, Class<E> type) {
    if (!section.has(field)) {
      return Optional.empty();
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(Words::name).toList();
    String word = oneOf(section, field, known);
    return Optional.of(type.getEnumConstants()[known.indexOf(word)]);
  }

  static String unknown(String field, String word, List<String> known) {
    return "'" + field + "': '" + word + "' is unknown; " + Near.hint(word, known, "correct it");
  }

  static int whole(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number such as 30");
    }
    return Integer.parseInt(text);
  }

  static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number such as 1", e);
    }
  }

  static double decimal(String text) {
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
      throw new IllegalArgumentException("'" + text + "' is not a number such as 250 or 0.5");
    }
    return Double.parseDouble(text);
  }

  static boolean onOff(String text) {
    return switch (text) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is neither on nor off; write on or off");
    };
  }

  static String name(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a name; use 1 to 32 letters, digits, '-' and '_'");
    }
    return text;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
