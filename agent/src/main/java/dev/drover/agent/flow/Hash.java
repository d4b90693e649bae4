package dev.drover.agent.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A hash with a secret: guests choose the addresses and ports that they send from, and must not be
 * able to choose ones that collide.
 */
final class Hash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final long secret = ThreadLocalRandom.current().nextLong();

  long of(long value) {
    return mixed(value ^ secret);
  }

  long of(long first, long second) {
    return mixed(mixed(first ^ secret) + second * MULTIPLIER);
  }

  /** {@return the hash of the first {@code length} bytes; 0 is none} */
  long of(byte[] bytes, int length) {
    long hash = secret ^ length;
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      hash = Long.rotateLeft((hash ^ (long) LONGS.get(bytes, i)) * MULTIPLIER, 29);
      hash ^= hash >>> 32;
    }
    for (; i < length; i++) {
      hash = Long.rotateLeft((hash ^ bytes[i]) * MULTIPLIER, 29);
    }
    hash = mixed(hash);
    return hash == 0 ? 1 : hash;
  }

  private static long mixed(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
