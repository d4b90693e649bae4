package dev.drover.hypervisor.qmp;

import dev.drover.hypervisor.HypervisorException;

/** A QMP command did not succeed. {@link #errorClass} is QEMU's own when it refused. */
public final class QmpException extends HypervisorException {
  private static final long serialVersionUID = 1L;

  /** Why a command did not succeed. */
  public enum Kind {
    /** QEMU answered with an error. */
    REFUSED("Refused"),
    /** No answer in time; QEMU may still carry the command out. */
    TIMEOUT("Timeout"),
    /** The connection ended, or could not be made. */
    DISCONNECTED("Disconnected"),
    /** QEMU sent something that is not QMP; the connection was ended. */
    MALFORMED("Malformed"),
    /** QEMU sent a line longer than {@link LineReader#MAX_LINE}; the connection was ended. */
    LINE_TOO_LONG("LineTooLong");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private final Kind kind;

  QmpException(Kind kind, String message) {
    super(kind.text, message);
    this.kind = kind;
  }

  QmpException(Kind kind, String message, Throwable cause) {
    super(kind.text, message, cause);
    this.kind = kind;
  }

  private QmpException(String errorClass, String message) {
    super(errorClass, message);
    this.kind = Kind.REFUSED;
  }

  /** {@return the error that QEMU answered with, its own class kept} */
  static QmpException refused(String errorClass, String description) {
    return new QmpException(errorClass, description);
  }

  /**
   * {@return a copy to throw in another thread, with this as its cause}
   *
   * @param doing what was under way, put before the message
   */
  QmpException whileDoing(String doing) {
    String message = doing + ": " + getMessage();
    QmpException copy =
        kind == Kind.REFUSED
            ? new QmpException(errorClass(), message)
            : new QmpException(kind, message);
    copy.initCause(this);
    return copy;
  }

  public Kind kind() {
    return kind;
  }
}
