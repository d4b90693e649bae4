package dev.drover.xia.chunk;

import dev.drover.xia.address.XidType;
import java.util.SplittableRandom;

/** Content by seed. */
final class Contents {
  private Contents() {}

  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  static Chunk chunk(long seed, int length) {
    return Chunk.of(XidType.CID256, bytes(seed, length));
  }

  static byte[] bytes(Chunk chunk) {
    byte[] bytes = new byte[chunk.length()];
    chunk.content().get(bytes);
    return bytes;
  }
}
