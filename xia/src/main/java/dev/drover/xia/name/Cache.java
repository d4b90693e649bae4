package dev.drover.xia.name;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a server said, as long as it may be relied on; at most so many names. Thread-safe. */
final class Cache {
  private record Line(Lookup lookup, long expires) {}

  private final Map<Name, Line> lines;

  Cache(int most) {
    lines =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Name, Line> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<Lookup> find(Name name, long now) {
    Line line = lines.get(name);
    if (line == null) {
      return Optional.empty();
    }
    if (line.expires - now <= 0) {
      lines.remove(name);
      return Optional.empty();
    }
    return Optional.of(line.lookup);
  }

  synchronized void put(Name name, Lookup lookup, long expires) {
    lines.put(name, new Line(lookup, expires));
  }

  synchronized void forget(Name name) {
    lines.remove(name);
  }
}
