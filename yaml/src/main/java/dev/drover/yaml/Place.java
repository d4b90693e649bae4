package dev.drover.yaml;

/**
 * Where a value was written.
 *
 * @param origin the file as its reader named it, or whatever else the value came from
 * @param line from 1; 0: no line, {@code origin} says all
 */
public record Place(String origin, int line) {
  /** A place without lines, such as an argument of the command. */
  public static Place of(String origin) {
    return new Place(origin, 0);
  }

  @Override
  public String toString() {
    return line > 0 ? origin + ":" + line : origin;
  }
}
