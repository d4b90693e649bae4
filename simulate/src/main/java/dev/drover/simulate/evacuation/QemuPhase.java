package dev.drover.simulate.evacuation;

/** Where a migration by QEMU stands. */
enum QemuPhase {
  WAITING("waiting"),
  SETUP("setup"),
  PRE_COPY("pre-copy"),
  STOP_AND_COPY("stop-and-copy"),
  POST_COPY("post-copy"),
  /** All has arrived; QEMU tidies up. */
  SENT("sent"),
  COMPLETED("completed"),
  CANCELLED("cancelled");

  private final String text;

  QemuPhase(String text) {
    this.text = text;
  }

  /** {@return whether pages go out while it lasts, with the VM running at either end} */
  boolean isLive() {
    return this == PRE_COPY || this == POST_COPY;
  }

  /** {@return whether nothing comes after it} */
  boolean isEnd() {
    return this == COMPLETED || this == CANCELLED;
  }

  @Override
  public String toString() {
    return text;
  }
}
