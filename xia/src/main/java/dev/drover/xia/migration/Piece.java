package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.Chunk;

/**
 * A stretch of a connection's stream, by the name of its content.
 *
 * @param zero whether it is zeros only, which need not be asked for
 * @param cid of its bytes
 * @param length 1 to {@link Chunk#MAX_BYTES} bytes
 */
record Piece(boolean zero, Xid cid, int length) {
  Piece {
    if (!XidType.isContent(cid.type())) {
      throw new IllegalArgumentException("cid must name content, not " + cid);
    }
    if (length < 1 || length > Chunk.MAX_BYTES) {
      throw new IllegalArgumentException(
          "length must be 1 to %d, not %d".formatted(Chunk.MAX_BYTES, length));
    }
  }
}
