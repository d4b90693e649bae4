package dev.drover.xia.forward;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All tables of a node. A type without one has no routes. Safe for use by many threads. */
public final class Tables {
  /** Few; the first ones are asked for most. */
  private volatile RouteTable[] tables = new RouteTable[0];

  @Nullable RouteTable find(int type) {
    for (RouteTable table : tables) {
      if (table.type() == type) {
        return table;
      }
    }
    return null;
  }

  /** {@return the table of a type, made when missing} */
  public synchronized RouteTable of(int type) {
    RouteTable known = find(type);
    if (known != null) {
      return known;
    }
    RouteTable made = new RouteTable(type);
    RouteTable[] more = Arrays.copyOf(tables, tables.length + 1);
    more[tables.length] = made;
    tables = more;
    return made;
  }

  public List<RouteTable> all() {
    return List.of(tables);
  }
}
