package dev.drover.decide.technique;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TechniqueTableTest {
  /** The paper's slide "Step 2", line by line: source/destination/vm/priority. */
  private static final String PAPER =
      """
      incoming/incoming/incoming/high    hybrid
      incoming/incoming/incoming/medium  hybrid
      incoming/incoming/incoming/low     hybrid
      incoming/incoming/outgoing/high    post-copy
      incoming/incoming/outgoing/medium  post-copy
      incoming/incoming/outgoing/low     post-copy
      outgoing/outgoing/incoming/high    post-copy
      outgoing/outgoing/incoming/medium  post-copy
      outgoing/outgoing/incoming/low     post-copy
      outgoing/outgoing/outgoing/high    post-copy
      outgoing/outgoing/outgoing/medium  post-copy
      outgoing/outgoing/outgoing/low     post-copy
      incoming/outgoing/incoming/high    post-copy
      incoming/outgoing/incoming/medium  post-copy
      incoming/outgoing/incoming/low     post-copy
      incoming/outgoing/outgoing/high    post-copy
      incoming/outgoing/outgoing/medium  post-copy
      incoming/outgoing/outgoing/low     post-copy
      outgoing/incoming/incoming/low     pre-copy
      outgoing/incoming/incoming/high    hybrid
      outgoing/incoming/outgoing/high    post-copy
      outgoing/incoming/outgoing/medium  post-copy
      outgoing/incoming/outgoing/low     post-copy
      """;

  @Test
  void table_everyCombination_isAsInThePaperOrSilent() {
    Map<String, Technique> paper = new TreeMap<>();
    PAPER
        .lines()
        .map(line -> line.split(" +"))
        .forEach(cell -> paper.put(cell[0], Technique.parse(cell[1])));
    int looked = 0;
    for (TrafficClass source : TrafficClass.values()) {
      for (TrafficClass destination : TrafficClass.values()) {
        for (TrafficClass vm : TrafficClass.values()) {
          for (Priority priority : Priority.values()) {
            String key = source + "/" + destination + "/" + vm + "/" + priority;
            assertThat(TechniqueTable.lookup(source, destination, vm, priority))
                .as(key)
                .isEqualTo(Optional.ofNullable(paper.get(key)));
            looked++;
          }
        }
      }
    }
    assertThat(looked).isEqualTo(192);
    assertThat(paper).hasSize(23);
  }
}
