package dev.drover.xia.transport;

import java.io.IOException;

/** A stream is over, or never came to be. */
public final class StreamException extends IOException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** Nothing there listens for that service. */
    REFUSED,
    /** No answer came while a connection was opened. */
    NO_ANSWER,
    /** The peer ended it at once, or lost it. */
    RESET,
    /** The peer did not answer for longer than {@link StreamOptions#deadPeer}. */
    SILENT,
    /** No data came or went for longer than {@link StreamOptions#idle}. */
    IDLE,
    /** It was closed on this side. */
    CLOSED
  }

  public StreamException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
