package dev.drover.xia.migration;

import dev.drover.xia.chunk.Chunk;
import java.util.concurrent.Future;

/** What comes of cutting QEMU's stream, in its order. */
sealed interface Cut {
  /**
   * Bytes.
   *
   * @param chunk them under their name, which is being found
   */
  record Stretch(Future<Chunk> chunk, boolean zero, int length) implements Cut {}

  /** QEMU writes nothing at present. */
  record Pause() implements Cut {}

  /** QEMU has ended its direction. */
  record End() implements Cut {}
}
