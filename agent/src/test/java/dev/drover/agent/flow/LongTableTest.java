package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongTableTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void table_randomOperations_isAsThePlainMap(long seed) {
    Random random = new Random(seed);
    int keys = 1 + random.nextInt(2000);
    LongTable table = new LongTable(new Hash());
    Map<Long, Long> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long key = 1L + random.nextInt(keys);
      long value = 1L + random.nextInt(1000);
      table.put(key, value);
      model.put(key, value);
      if (random.nextInt(500) == 0) {
        int keep = random.nextInt(1000);
        table.retain((_, each) -> each <= keep);
        model.values().removeIf(each -> each > keep);
        table.replaceAll(each -> each + 1);
        model.replaceAll((_, each) -> each + 1);
        assertThat(table.size()).isEqualTo(model.size());
        for (long each = 1; each <= keys; each++) {
          assertThat(table.get(each)).isEqualTo(model.getOrDefault(each, 0L));
        }
      }
    }
  }
}
