package dev.drover.control.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value that knows the line it stands on, so that a fault can be named with its place. */
sealed interface Yaml {
  /** {@return the line in the file, from 1} */
  int line();

  /** A text, number or boolean, as written. */
  record Scalar(int line, String text) implements Yaml {}

  /** A list. */
  record Sequence(int line, List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys and values in the order of the file; keys without a value are left out. */
  record Mapping(int line, Map<String, Yaml> entries) implements Yaml {
    public Mapping {
      entries = new LinkedHashMap<>(entries);
    }
  }
}
