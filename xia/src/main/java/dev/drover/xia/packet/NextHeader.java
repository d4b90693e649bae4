package dev.drover.xia.packet;

/** What follows the XIP header; the prototype's numbers (notes 1.5). */
public final class NextHeader {
  /** The extension header of content. */
  public static final int CONTENT = 12;

  /** Nothing. */
  public static final int NONE = 59;

  /** The extension header of transports. */
  public static final int TRANSPORT = 60;

  /** A control message. */
  public static final int XCMP = 61;

  /** What nodes tell each other to find their place; Drover's own. */
  public static final int ATTACHMENT = 200;

  private NextHeader() {}
}
