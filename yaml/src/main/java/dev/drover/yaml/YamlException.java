package dev.drover.yaml;

/** A file was refused: {@code file:line: what is wrong; what to do}. */
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public YamlException(Place place, String problem) {
    super(place + ": " + problem);
  }
}
