package dev.drover.lab.file;

import java.util.Collection;

/** Words and numbers as a lab file may have them. */
final class Words {
  private Words() {}

  static String name(String text) {
    if (!text.matches("[a-z0-9][a-z0-9-]{0,11}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a name; use 1 to 12 of a-z, 0-9 and '-', not '-' first");
    }
    return text;
  }

  static int whole(String text, int least, int most) {
    if (!text.matches("[0-9]{1,6}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a whole number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  static double decimal(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException("'" + text + "' is not a number such as 250 or 0.5");
    }
    return Double.parseDouble(text);
  }

  static boolean yes(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }

  static String unknown(String what, String name, Collection<String> known) {
    return what
        + " '"
        + name
        + "' is unknown; use one of "
        + (known.isEmpty() ? "none (there is none)" : String.join(", ", known));
  }
}
