package dev.drover.control.inventory;

/** The controller cannot do what was asked; the message is one line for the operator. */
public class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ControlException(String message) {
    super(message);
  }

  public ControlException(String message, Throwable cause) {
    super(message, cause);
  }
}
