package dev.drover.xia.packet;

/** Bytes that are no packet, or no message of the kind expected; the message says why. */
public final class MalformedPacket extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedPacket(String why) {
    // Strangers may send any number of them: no stack trace is worth its time.
    super(why, null, false, false);
  }
}
