package dev.drover.simulate.datacentre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokenQueueTest {
  @Test
  void first_anySet_isTheLeast() {
    SplittableRandom random = new SplittableRandom(1);
    for (int limit : new int[] {1, 2, 64, 65, 4096, 4097, 300_000}) {
      IndexSet set = new IndexSet(limit);
      TreeSet<Integer> same = new TreeSet<>();
      for (int i = 0; i < 2_000; i++) {
        int index = random.nextInt(limit);
        if (random.nextInt(3) > 0) {
          set.add(index);
          same.add(index);
        } else {
          set.remove(index);
          same.remove(index);
        }
        assertThat(set.isEmpty()).isEqualTo(same.isEmpty());
        if (!same.isEmpty()) {
          assertThat(set.first()).isEqualTo(same.first());
        }
      }
    }
  }

  @Test
  void next_entriesThatRise_isTheHighestAndThenTheFirstInOrder() {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int vms = 1 + random.nextInt(200);
      int[] order = seed % 2 == 0 ? IntStream.range(0, vms).toArray() : shuffled(vms, random);
      TokenQueue queue = new TokenQueue(vms);
      int[] entries = new int[vms];
      for (int round = 0; round < 3; round++) {
        queue.begin(seed % 2 == 0 ? null : order);
        List<Integer> waiting = new ArrayList<>(IntStream.of(order).boxed().toList());
        while (!waiting.isEmpty()) {
          int expected =
              waiting.stream().max(Comparator.comparingInt(vm -> entries[vm])).orElseThrow();
          assertThat(queue.next()).isEqualTo(expected);
          waiting.removeIf(vm -> vm == expected);
          entries[expected] = random.nextInt(256);
          queue.set(expected, entries[expected]);
          int peer = random.nextInt(vms);
          int entry = random.nextInt(256);
          queue.raise(peer, entry);
          entries[peer] = Math.max(entries[peer], entry);
        }
        assertThat(queue.isEmpty()).isTrue();
      }
    }
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int one = order[i];
      order[i] = order[j];
      order[j] = one;
    }
    return order;
  }
}
