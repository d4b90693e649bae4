package dev.drover.sdn.openflow;

/** What came is not OpenFlow 1.3; one line that says what was wrong and where. */
public final class MalformedMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedMessage(String message) {
    super(message);
  }
}
