package dev.drover.xia.name;

/**
 * What people call a host or a service; services by convention {@code name_s.domain.xia}, hosts
 * {@code name.domain.xia}. Case matters.
 *
 * @param text 1 to 255 printable ASCII characters without space
 */
public record Name(String text) implements Comparable<Name> {
  static final int MOST = 255;

  public Name {
    if (text.isEmpty() || text.length() > MOST) {
      throw new IllegalArgumentException(
          "a name must have 1 to 255 characters, not " + text.length());
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "a name must have printable ASCII characters without space only: '" + safe(text) + "'");
    }
  }

  private static String safe(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  @Override
  public int compareTo(Name other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
