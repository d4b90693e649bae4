package dev.drover.sdn.control;

/** A migration's routes cannot be reserved; one line that says why. Nothing was changed. */
public final class AnnouncementRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean asking;

  public AnnouncementRefused(String message) {
    this(message, false);
  }

  /**
   * @param asking whether an end was not known and is being asked for, so that it may be known soon
   */
  AnnouncementRefused(String message, boolean asking) {
    super(message);
    this.asking = asking;
  }

  /** {@return whether the same may be accepted in a moment} */
  public boolean mayPass() {
    return asking;
  }
}
