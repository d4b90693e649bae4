package dev.drover.xia.migration;

import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.Chunker;
import java.time.Duration;
import java.util.Locale;

/** How a migration's bytes are cut, told and asked for. */
public enum Profile {
  /**
   * As the paper's Fig. 3 with the prototype's parameters (notes 3.5, 3.6): a batch of ten chunks
   * of 15,600 bytes is told, asked for, verified and acknowledged before the next one is told.
   * Names are SHA-1; caches on the way keep what passes.
   */
  PAPER(1, XidType.CID, 15_600, 10, Duration.ofMillis(20)),

  /**
   * Rounds follow each other without waiting; what is zero or there already is not sent; small
   * pieces go with their names, and in the final round all do.
   */
  FAST(2, XidType.CID256, 256 << 10, 64, Duration.ofMillis(1));

  /**
   * In {@link #FAST}, what is shorter goes with its name: a round trip costs more than its bytes. A
   * page of 4 KiB that a vCPU waits for in post-copy is shorter, with its header.
   */
  static final int INLINE_BELOW = 8 << 10;

  private final int code;
  private final int contentType;
  private final int largestPiece;
  private final int roundPieces;
  private final Duration pause;

  Profile(int code, int contentType, int largestPiece, int roundPieces, Duration pause) {
    this.code = code;
    this.contentType = contentType;
    this.largestPiece = largestPiece;
    this.roundPieces = roundPieces;
    this.pause = pause;
  }

  /**
   * Reads its name in lower case.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Profile parse(String text) {
    for (Profile each : values()) {
      if (each.text().equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no profile; use paper or fast");
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return its number on the wire} */
  int code() {
    return code;
  }

  int contentType() {
    return contentType;
  }

  Chunker chunker() {
    return switch (this) {
      case PAPER -> Chunker.fixed(largestPiece);
      case FAST -> Chunker.byContent();
    };
  }

  int largestPiece() {
    return largestPiece;
  }

  /** {@return how many pieces a round has at most} */
  int roundPieces() {
    return roundPieces;
  }

  /** {@return for how long QEMU may write nothing before what there is goes as it is} */
  Duration pause() {
    return pause;
  }
}
