package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names that a node knows without asking: a file with a name and an address on each line, such as
 * {@code www_s.example.xia RE AD:… HID:… SID:…}; what follows {@code #} is a comment.
 */
public final class Hosts {
  private final Map<Name, Dag> names;

  private Hosts(Map<Name, Dag> names) {
    this.names = names;
  }

  /** {@return none} */
  public static Hosts none() {
    return new Hosts(Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when a line is wrong; the message has file and line
   */
  public static Hosts read(Path file) throws IOException {
    Map<Name, Dag> names = new HashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      try {
        String[] parts = line.split("\\s+", 2);
        if (parts.length < 2) {
          throw new IllegalArgumentException("after the name an address is missing");
        }
        if (names.put(new Name(parts[0]), DagText.parse(parts[1])) != null) {
          throw new IllegalArgumentException(parts[0] + " stands there twice");
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s:%d: %s".formatted(file, i + 1, e.getMessage()), e);
      }
    }
    return new Hosts(names);
  }

  /** {@return the address of a name that stands there} */
  public Optional<Dag> find(Name name) {
    return Optional.ofNullable(names.get(name));
  }
}
