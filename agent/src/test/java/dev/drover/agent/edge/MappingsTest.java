package dev.drover.agent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.Mapping;
import dev.drover.agent.edge.Mappings.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MappingsTest {
  private static final String VM = "10.77.1.101";
  private static final String MAC = "52:54:00:77:01:01";

  private final Mappings mappings = new Mappings();

  @Test
  void offer_higherSequence_isBelieved() {
    Mapping first = at(1, "r1", "a");
    Mapping second = at(2, "r2", "b");

    assertThat(offer(first, 0)).isEqualTo(new Verdict.Believed(Optional.empty(), false));
    assertThat(offer(second, 1)).isEqualTo(new Verdict.Believed(Optional.of(first), false));
    assertThat(mappings.find(VM)).contains(second);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void offer_lowerOrEqualSequenceElsewhere_isRefused(long sequence) {
    Mapping current = at(5, "r2", "b");
    offer(current, 0);

    assertThat(offer(at(sequence, "r1", "a"), 1)).isEqualTo(new Verdict.Refused(current));
    assertThat(mappings.find(VM)).contains(current);
  }

  @Test
  void offer_whatCountsAlready_isKnown() {
    offer(at(5, "r2", "b"), 0);

    assertThat(offer(at(5, "r2", "b"), 1)).isEqualTo(new Verdict.Known());
    assertThat(offer(at(4, "r2", "b"), 1)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void restore_afterRestart_refusesWhatWasRefusedBefore() {
    mappings.restore(at(7, "r2", "b"));

    assertThat(offer(at(7, "r1", "a"), 0)).isEqualTo(new Verdict.Refused(at(7, "r2", "b")));
    assertThat(mappings.all()).containsExactly(at(7, "r2", "b"));
  }

  /** RFC 7432, section 15.1: five moves in 180 s are as many as are usual. */
  @Test
  void offer_sixthMoveWithinThreeMinutes_isBelievedAndReported() {
    offer(at(1, "r1", "a"), 0);
    for (int move = 1; move <= 5; move++) {
      assertThat(restless(offer(swing(1 + move), 36L * (move - 1)))).as("%d", move).isFalse();
    }

    assertThat(restless(offer(swing(7), 180))).isTrue();
    assertThat(mappings.find(VM)).contains(swing(7));
    // The first one, at 0 s, is out of the window by now, and the second one too.
    assertThat(restless(offer(swing(8), 217))).isFalse();
  }

  @Test
  void offer_newNumberForTheSamePlace_isNoMove() {
    for (int sequence = 1; sequence <= 20; sequence++) {
      assertThat(restless(offer(at(sequence, "r1", "a"), 0))).isFalse();
    }
  }

  /** Whatever comes first, all edges end with the same. */
  @Test
  void offer_inAnyOrder_endsWithTheHighest() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      List<Mapping> moves = new ArrayList<>();
      for (int sequence = 1; sequence <= 8; sequence++) {
        moves.add(swing(sequence));
      }
      Collections.shuffle(moves, random);
      Mappings each = new Mappings();
      moves.forEach(mapping -> each.offer(mapping, Duration.ZERO));

      assertThat(each.all()).as("seed %d", seed).containsExactly(swing(8));
    }
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
  @CsvSource({
    "10.77.1.101/0, 52:54:00:77:01:01, 1, r1, a, address",
    "10.77.1.101, '52:54:00:77:01:01 dev x', 1, r1, a, mac",
    "10.77.1.101, 52:54:00:77:01:01, 0, r1, a, sequence",
    "10.77.1.101, 52:54:00:77:01:01, 1, 'r1\n', a, router",
    "10.77.1.101, 52:54:00:77:01:01, 1, r1, 'a b', host"
  })
  void mapping_notWrittenAsOneIs_isRefused(
      String address, String mac, long sequence, String router, String host, String field) {
    assertThatThrownBy(() -> new Mapping(address, mac, sequence, router, host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(field + " ");
  }

  private Verdict offer(Mapping mapping, long second) {
    return mappings.offer(mapping, Duration.ofSeconds(second));
  }

  private static boolean restless(Verdict verdict) {
    return ((Verdict.Believed) verdict).restless();
  }

  /** To and fro. */
  private static Mapping swing(int sequence) {
    return sequence % 2 == 0 ? at(sequence, "r2", "b") : at(sequence, "r1", "a");
  }

  private static Mapping at(long sequence, String router, String host) {
    return new Mapping(VM, MAC, sequence, router, host);
  }
}
