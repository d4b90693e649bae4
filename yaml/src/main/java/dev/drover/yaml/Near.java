package dev.drover.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which known words somebody may have meant. */
public final class Near {
  private static final int MOST_LISTED = 12;

  private Near() {}

  /**
   * {@return what to do about an unknown word: the words near it, else all that are known}
   *
   * @param otherwise said when nothing is near and there are too many or no known words to list
   */
  public static String hint(String word, Collection<String> known, String otherwise) {
    List<String> near = words(word, known);
    if (!near.isEmpty()) {
      return "did you mean " + String.join(" or ", near) + "?";
    }
    return known.isEmpty() || known.size() > MOST_LISTED
        ? otherwise
        : "use one of " + String.join(", ", known);
  }

  /** {@return the known words at the least distance, when that is no more than a third of it} */
  public static List<String> words(String word, Collection<String> known) {
    List<String> near = new ArrayList<>();
    int least = Math.max(1, word.length() / 3);
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        near.clear();
        least = distance;
      }
      if (distance == least) {
        near.add(candidate);
      }
    }
    return near.size() > 3 ? List.copyOf(near.subList(0, 3)) : near;
  }

  /** How many letters to insert, remove, replace or swap with the next (optimal alignment). */
  private static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(left, right, cost, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int step(String left, String right, int[][] cost, int i, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
