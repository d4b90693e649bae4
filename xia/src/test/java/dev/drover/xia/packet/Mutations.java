package dev.drover.xia.packet;

import java.util.Arrays;
import java.util.Random;

/** Bytes that were right once. */
public final class Mutations {
  private Mutations() {}

  /**
   * {@return a copy with a few bytes changed, most of them in front, and perhaps another length}
   */
  public static byte[] of(byte[] sample, Random random) {
    int length = sample.length + (random.nextInt(4) == 0 ? random.nextInt(17) - 8 : 0);
    byte[] mutated = Arrays.copyOf(sample, Math.max(0, length));
    int times = random.nextInt(4);
    for (int i = 0; i < times && mutated.length > 0; i++) {
      int at = random.nextInt(random.nextBoolean() ? Math.min(40, mutated.length) : mutated.length);
      mutated[at] =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> (byte) (mutated[at] + random.nextInt(9) - 4);
            default -> (byte) random.nextInt();
          };
    }
    return mutated;
  }
}
