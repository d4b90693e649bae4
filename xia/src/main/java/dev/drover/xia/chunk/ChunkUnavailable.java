package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;

/** A chunk could not be fetched; the message says which one and why. */
public final class ChunkUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Xid cid;

  ChunkUnavailable(Xid cid, String why) {
    super(why);
    this.cid = cid;
  }

  public Xid cid() {
    return cid;
  }
}
