package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations beside a plain map. */
final class FlowTableModelTest {
  private final Map<FlowKey, Flow> model = new HashMap<>();
  private final FlowTable table = new FlowTable(Duration.ofSeconds(30), 1 << 20);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void table_randomOperations_isAsThePlainMap(long seed) {
    Random random = new Random(seed);
    int addresses = 1 + random.nextInt(60);
    long now = 0;
    for (int i = 0; i < 40_000; i++) {
      now += random.nextInt(3);
      FlowKey key = key(random, addresses);
      long bytes = random.nextInt(5) == 0 ? 0 : random.nextInt(1 << 20);
      table.add(key, bytes, now);
      add(key, bytes, now);
      if (random.nextInt(4000) == 0) {
        long before = now - random.nextInt(2000);
        int size = model.size();
        model.values().removeIf(flow -> flow.lastSeenMs() < before);
        assertThat(table.clearOlderThan(before)).isEqualTo(size - model.size());
        compare(addresses);
      }
    }
    compare(addresses);
    table.clearOlderThan(Long.MAX_VALUE);
    model.clear();
    compare(addresses);
  }

  @Test
  void table_muchAddedAndCleared_beginsAnew() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100_000; i++) {
        table.add(new FlowKey(i * 7919, i), i, round);
      }
      assertThat(table.size()).isEqualTo(100_000);
      assertThat(table.flow(new FlowKey(70_000 * 7919, 70_000)).map(Flow::bytes)).contains(70_000L);
      assertThat(table.clearOlderThan(round + 1)).isEqualTo(100_000);
    }
  }

  private static FlowKey key(Random random, int addresses) {
    return new FlowKey(
        random.nextInt(addresses) - addresses / 2,
        random.nextInt(addresses) << 24,
        random.nextBoolean() ? 6 : 17,
        random.nextInt(3) * 0x7fff,
        random.nextInt(2) * 0xffff);
  }

  private void add(FlowKey key, long bytes, long now) {
    model.merge(
        key,
        new Flow(key, bytes, now, now),
        (old, more) -> new Flow(key, old.bytes() + bytes, old.startMs(), now));
  }

  private void compare(int addresses) {
    assertThat(table.size()).isEqualTo(model.size());
    model.forEach((key, flow) -> assertThat(table.flow(key)).isEqualTo(Optional.of(flow)));
    for (int i = 0; i < addresses; i++) {
      int source = i - addresses / 2;
      int destination = i << 24;
      assertThat(table.from(source))
          .containsExactlyInAnyOrderElementsOf(
              model.values().stream().filter(flow -> flow.key().source() == source).toList());
      assertThat(table.to(destination))
          .containsExactlyInAnyOrderElementsOf(
              model.values().stream()
                  .filter(flow -> flow.key().destination() == destination)
                  .toList());
    }
  }
}
