package dev.drover.calls;

/** The other party refused a call, or could not be reached. */
public class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a call failed, as far as the caller must act differently. */
  public enum Kind {
    /** No answer: the call may or may not have been carried out. */
    UNREACHABLE,
    /** What was named does not exist there. */
    NOT_FOUND,
    /** The other party understood and refused. */
    REFUSED
  }

  private final Kind kind;

  public CallException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public CallException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
