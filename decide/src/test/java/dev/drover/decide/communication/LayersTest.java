package dev.drover.decide.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LayersTest {
  @Test
  void level_regularGroups_isWhereTwoServersMeet() {
    Layers layers = Layers.regular(20, 16, 8);
    assertThat(layers.servers()).isEqualTo(2560);
    assertThat(layers.levels()).isEqualTo(3);
    assertThat(layers.level(0, 0)).isZero();
    assertThat(layers.level(0, 19)).isEqualTo(1);
    assertThat(layers.level(19, 20)).isEqualTo(2);
    assertThat(layers.level(0, 319)).isEqualTo(2);
    assertThat(layers.level(319, 320)).isEqualTo(3);
    assertThat(layers.level(2559, 0)).isEqualTo(3);
  }

  @Test
  void level_anyGroups_isThatOfPlainDivision() {
    int[][] all = {{1}, {7}, {3, 5}, {1, 4, 3}, {5, 1, 2, 3}, {2, 2, 2, 2}};
    for (int[] fanOut : all) {
      Layers layers = Layers.regular(fanOut);
      for (int one = 0; one < layers.servers(); one++) {
        for (int other = 0; other < layers.servers(); other++) {
          int expected = 0;
          int a = one;
          int b = other;
          for (int i = 0; a != b; i++) {
            a /= fanOut[i];
            b /= fanOut[i];
            expected++;
          }
          assertThat(layers.level(one, other)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void of_locationsByName_meansTheSameAsNumbers() {
    Layers regular = Layers.regular(3, 2, 4);
    List<List<String>> names = new ArrayList<>();
    for (int server = 0; server < 24; server++) {
      names.add(List.of("pod" + server / 6, "rack" + server / 3 % 2));
    }
    Layers named = Layers.of(names);
    for (int one = 0; one < 24; one++) {
      for (int other = 0; other < 24; other++) {
        assertThat(named.level(one, other)).isEqualTo(regular.level(one, other));
      }
    }
  }

  @Test
  void group_ofTwoServers_isEqualJustUpToTheirLevel() {
    Layers layers = Layers.regular(3, 5, 2);
    for (int one = 0; one < layers.servers(); one++) {
      for (int other = 0; other < layers.servers(); other++) {
        for (int level = 0; level <= layers.levels(); level++) {
          assertThat(layers.group(one, level) == layers.group(other, level))
              .isEqualTo(layers.level(one, other) <= level);
        }
      }
    }
  }

  @Test
  void of_withoutLocations_isOneRack() {
    Layers layers = Layers.of(List.of(List.of(), List.of()));
    assertThat(layers.levels()).isEqualTo(1);
    assertThat(layers.level(0, 1)).isEqualTo(1);
  }

  @Test
  void of_unevenLocations_isRefusedByName() {
    assertThatThrownBy(() -> Layers.of(List.of(List.of("p1", "r1"), List.of("r2"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[r2]")
        .hasMessageContaining("[p1, r1]");
  }

  @Test
  void regular_moreThanBitsCanTell_isRefused() {
    assertThatThrownBy(() -> Layers.regular(3, 1 << 16, 1 << 14))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void weights_fewerThanLevels_areRefused() {
    Layers five = Layers.regular(2, 2, 2, 2, 2);
    assertThatThrownBy(() -> new CommunicationCost(five, LevelWeights.PAPER))
        .hasMessage("the network has 5 levels and only 4 link weights are given");
  }

  @Test
  void weights_thatDoNotRise_areRefused() {
    assertThatThrownBy(() -> new LevelWeights(List.of(1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rise");
  }
}
