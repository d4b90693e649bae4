package dev.drover.lab.file;

import dev.drover.yaml.Section;

/** Reads how VMs are placed by their traffic; every field has a default. */
final class PlacementReader {
  /** Below, ports are other services'. */
  private static final int LEAST_PORT = 1024;

  private PlacementReader() {}

  static Placement read(Section section) {
    int port =
        section
            .optional("port", text -> Words.whole(text, LEAST_PORT, 65_535))
            .orElse(Placement.DEFAULT_PORT);
    section.end();
    return new Placement(port);
  }
}
