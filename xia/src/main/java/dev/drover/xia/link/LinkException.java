package dev.drover.xia.link;

/** A link cannot be opened; the message says which, why, and what to do. */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LinkException(String why, Throwable cause) {
    super(why, cause);
  }

  LinkException(String why) {
    super(why);
  }
}
