package dev.drover.sdn.control;

/** A migration's routes cannot be reserved; one line that says why. Nothing was changed. */
public final class AnnouncementRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AnnouncementRefused(String message) {
    super(message);
  }
}
