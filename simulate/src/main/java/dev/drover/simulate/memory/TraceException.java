package dev.drover.simulate.memory;

/** A memory trace cannot be read or written: {@code file:line: what is wrong; what to do}. */
public final class TraceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TraceException(String message) {
    super(message);
  }

  TraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
