package dev.drover.xia.transport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The last few thousand of something that is over, so that its stragglers are known as such. */
final class Ended<T> {
  private static final int MOST = 4096;

  private final Set<T> last =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
              return size() > MOST;
            }
          });

  synchronized void add(T ended) {
    last.add(ended);
  }

  synchronized boolean contains(T asked) {
    return last.contains(asked);
  }
}
