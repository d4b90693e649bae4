package dev.drover.cli.reproduce.score;

import dev.drover.decide.communication.Layers;
import java.util.List;
import java.util.stream.Collectors;

/** How the 128 racks of 20 servers are joined. The paper names neither; it has four weights. */
enum Levels {
  /**
   * Four levels, for the four weights: 8 racks share aggregation switches, 4 such groups a layer
   * above, and the core joins 4 of those.
   */
  FOUR,
  /** Three levels, as in the usual tree: 16 groups of 8 racks meet in the core, at weight e³. */
  THREE;

  static final int RACKS = 128;

  private List<Integer> fanOut() {
    return switch (this) {
      case FOUR -> List.of(20, 8, 4, 4);
      case THREE -> List.of(20, 8, 16);
    };
  }

  Layers layers() {
    return Layers.regular(fanOut().stream().mapToInt(Integer::intValue).toArray());
  }

  /** {@return the groups from the rack up} */
  String title() {
    return "20 servers in a rack, 8 racks in a group"
        + fanOut().stream()
            .skip(2)
            .map(above -> ", " + above + " of these above")
            .collect(Collectors.joining());
  }
}
