package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import dev.drover.xia.chunk.Fetch;
import java.nio.ByteBuffer;

/** What the destination's end has to do, in the stream's order. */
sealed interface Step {
  /** Verified bytes, which are here. */
  record Given(Xid cid, ByteBuffer bytes) implements Step {}

  /** Zeros. */
  record Zero(Xid cid, int length) implements Step {}

  /** Bytes that were asked for. */
  record Asked(Fetch fetch) implements Step {}

  /** The end of a round. */
  record RoundEnd(long number) implements Step {}

  /** The end of the stream. */
  record Done(long total, Digest root) implements Step {}
}
