package dev.drover.xia.migration;

import java.util.regex.Pattern;

/** Names of what moves. */
final class Names {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9._-]{1," + Message.MOST_NAME + "}");

  private Names() {}

  static void check(String vm) {
    if (!NAME.matcher(vm).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of a VM; use 1 to %d letters, digits, dots, dashes, underscores"
              .formatted(vm, Message.MOST_NAME));
    }
  }
}
