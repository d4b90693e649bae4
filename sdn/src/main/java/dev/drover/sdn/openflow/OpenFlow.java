package dev.drover.sdn.openflow;

/** Constants of OpenFlow 1.3 that appear in several messages. */
public final class OpenFlow {
  /** The wire version of OpenFlow 1.3. */
  public static final int VERSION = 4;

  /** The header's length: version, type, length, xid. */
  public static final int HEADER = 8;

  /** The longest message: the header's length field has 16 bits. */
  public static final int MAX_LENGTH = 0xffff;

  /** No buffered frame. */
  public static final long NO_BUFFER = 0xffff_ffffL;

  /** Any port, any group. */
  public static final long ANY = 0xffff_ffffL;

  /** The port that a frame came in at. */
  public static final long IN_PORT = 0xffff_fff8L;

  /** The controller as a port. */
  public static final long CONTROLLER = 0xffff_fffdL;

  /** The switch's own network stack. */
  public static final long LOCAL = 0xffff_fffeL;

  /** Ports from here on are not ports to other machines. */
  public static final long MAX_PORT = 0xffff_ff00L;

  /** Output to the controller: the whole frame. */
  public static final int WHOLE = 0xffff;

  /** All tables. */
  public static final int ALL_TABLES = 0xff;

  /** A flow mod's flag: tell when the flow is gone. */
  public static final int SEND_FLOW_REMOVED = 1;

  private OpenFlow() {}
}
