package dev.drover.model;

/** How a VM's memory crosses to the destination. */
public enum Technique {
  /**
   * Memory is sent in rounds while the VM runs at the source; the last round is the stop-and-copy.
   */
  PRE_COPY("pre-copy"),
  /** The VM is resumed at the destination first; its memory follows, by push and by page fault. */
  POST_COPY("post-copy"),
  /** One full pre-copy round, then post-copy of what was dirtied meanwhile. */
  HYBRID("hybrid");

  private final String text;

  Technique(String text) {
    this.text = text;
  }

  /** {@return the technique so named} */
  public static Technique parse(String text) {
    for (Technique technique : values()) {
      if (technique.text.equals(text)) {
        return technique;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a technique; use pre-copy, post-copy or hybrid");
  }

  @Override
  public String toString() {
    return text;
  }
}
