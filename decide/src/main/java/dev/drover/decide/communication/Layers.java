package dev.drover.decide.communication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Servers in a layered network, and how high up two of them meet: the communication level of S-CORE
 * (section II). 0: the same server; 1: through the switch of their rack; and so on to {@link
 * #levels} where only the uppermost layer joins them. Any network will do whose levels are groups
 * within groups: trees, fat trees, leaf and spine.
 *
 * <p>Each server is a number whose bits are its place in each group, the outermost first, so that
 * the highest bit in which two differ tells the level.
 */
public final class Layers {
  private static final int BITS = 31;

  private final int[] places;
  private final int[] shifts;
  private final byte[] levelOfBits;

  /**
   * @param widths bits for the place within each group, innermost first
   */
  private Layers(int[] places, int[] widths) {
    this.places = places;
    this.shifts = new int[widths.length + 1];
    this.levelOfBits = new byte[BITS + 1];
    int bit = 0;
    for (int level = 1; level <= widths.length; level++) {
      for (int i = 0; i < widths[level - 1]; i++) {
        levelOfBits[++bit] = (byte) level;
      }
      shifts[level] = bit;
    }
  }

  /**
   * Groups that are all alike.
   *
   * @param fanOut servers in a rack, racks in a group, such groups in the next …; at least one
   *     number, all at least 1
   * @throws IllegalArgumentException when these are more servers than 31 bits tell apart
   */
  public static Layers regular(int... fanOut) {
    int[] widths = new int[fanOut.length];
    long servers = 1;
    for (int i = 0; i < fanOut.length; i++) {
      if (fanOut[i] < 1) {
        throw new IllegalArgumentException("a group of " + fanOut[i] + " is none");
      }
      widths[i] = width(fanOut[i]);
      servers *= fanOut[i];
    }
    check(widths);
    int[] places = new int[Math.toIntExact(servers)];
    for (int server = 0; server < places.length; server++) {
      int rest = server;
      int shift = 0;
      for (int i = 0; i < fanOut.length; i++) {
        places[server] |= rest % fanOut[i] << shift;
        rest /= fanOut[i];
        shift += widths[i];
      }
    }
    return new Layers(places, widths);
  }

  /**
   * Groups as they are.
   *
   * @param locations for each server the names of the groups that it is in, the outermost first,
   *     such as {@code [pod2, rack7]}; a name counts within its group only
   * @throws IllegalArgumentException when one server is in more layers than another
   */
  public static Layers of(List<List<String>> locations) {
    int depth = locations.isEmpty() ? 0 : locations.getFirst().size();
    List<SortedMap<List<String>, Integer>> known = new ArrayList<>();
    int[] widths = new int[depth + 1];
    int[][] inGroup = new int[locations.size()][depth + 1];
    for (int layer = 0; layer <= depth; layer++) {
      known.add(new TreeMap<>(Layers::compare));
    }
    SortedMap<List<String>, Integer> children = new TreeMap<>(Layers::compare);
    for (int server = 0; server < locations.size(); server++) {
      List<String> path = locations.get(server);
      if (path.size() != depth) {
        throw new IllegalArgumentException(
            "location %s has %d layers and %s has %d; all servers need as many"
                .formatted(path, path.size(), locations.getFirst(), depth));
      }
      for (int layer = 0; layer < depth; layer++) {
        List<String> parent = path.subList(0, layer);
        Integer place = known.get(layer).get(path.subList(0, layer + 1));
        if (place == null) {
          place = children.merge(parent, 1, Integer::sum) - 1;
          known.get(layer).put(path.subList(0, layer + 1), place);
        }
        inGroup[server][depth - layer] = place;
      }
      inGroup[server][0] = children.merge(leaf(path), 1, Integer::sum) - 1;
    }
    for (int layer = 0; layer <= depth; layer++) {
      int most = 0;
      for (int[] places : inGroup) {
        most = Math.max(most, places[layer]);
      }
      widths[layer] = width(most + 1);
    }
    check(widths);
    int[] places = new int[locations.size()];
    for (int server = 0; server < places.length; server++) {
      int shift = 0;
      for (int layer = 0; layer <= depth; layer++) {
        places[server] |= inGroup[server][layer] << shift;
        shift += widths[layer];
      }
    }
    return new Layers(places, widths);
  }

  /** A rack's own servers are counted apart from the groups of that name one layer further in. */
  private static List<String> leaf(List<String> path) {
    List<String> leaf = new ArrayList<>(path);
    leaf.add("");
    return leaf;
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private static int width(int different) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(different - 1);
  }

  private static void check(int[] widths) {
    int bits = Arrays.stream(widths).sum();
    if (bits > BITS) {
      throw new IllegalArgumentException(
          "places in all layers need " + bits + " bits; there are " + BITS);
    }
  }

  /** {@return how many servers there are, numbered from 0} */
  public int servers() {
    return places.length;
  }

  /** {@return the highest level there can be} */
  public int levels() {
    return shifts.length - 1;
  }

  /** {@return the level of communication between two servers, 0 to {@link #levels}} */
  public int level(int one, int other) {
    return levelOfBits[Integer.SIZE - Integer.numberOfLeadingZeros(places[one] ^ places[other])];
  }

  /** {@return a server's place in all groups, for {@link #levelOfBits}} */
  int place(int server) {
    return places[server];
  }

  /** {@return for each number of bits that a difference of two places needs, their level} */
  byte[] levelOfBits() {
    return levelOfBits.clone();
  }

  /**
   * {@return the number of a server's group whose members meet at {@code level} or below: equal for
   * two servers exactly when their level is not higher; not dense}
   */
  public int group(int server, int level) {
    return places[server] >> shifts[level];
  }
}
