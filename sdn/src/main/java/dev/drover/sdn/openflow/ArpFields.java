package dev.drover.sdn.openflow;

import dev.drover.sdn.openflow.Message.Action;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** ARP in matches and in actions that set fields (OXM, section 7.2.3.7; OFPAT_SET_FIELD, 7.2.4). */
public final class ArpFields {
  private static final int ARP = 0x0806;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int SET_FIELD = 25;

  /** Longer than all of a field and its header. */
  private static final int BODY = 12;

  // The header of each field: class, number and length.
  private static final int ETH_DST = header(3, 6);
  private static final int ETH_SRC = header(4, 6);
  private static final int ARP_OP = header(21, 2);
  private static final int ARP_SPA = header(22, 4);
  private static final int ARP_TPA = header(23, 4);
  private static final int ARP_SHA = header(24, 6);
  private static final int ARP_THA = header(25, 6);

  private ArpFields() {}

  private static int header(int field, int length) {
    return 0x8000 << 16 | field << 9 | length;
  }

  /** {@return requests for an IPv4 address that are sent to one MAC, not to all} */
  public static Match request(long mac, int address, long toMac, int wanted) {
    ByteBuffer fields = ByteBuffer.allocate(22);
    fields.putInt(ARP_OP).putShort((short) REQUEST);
    fields.putInt(ARP_SPA).putInt(address);
    fields.putInt(ARP_TPA).putInt(wanted);
    return new Match(
        OptionalLong.empty(),
        OptionalLong.of(toMac),
        OptionalLong.of(mac),
        OptionalInt.of(ARP),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Octets.of(fields.array()));
  }

  /** {@return what makes such a request the answer to it, sent back to where it came from} */
  public static List<Action> answer(long mac, int address, long toMac, int wanted) {
    return List.of(
        set(ETH_DST, mac),
        set(ETH_SRC, toMac),
        set(ARP_OP, REPLY),
        set(ARP_SPA, wanted),
        set(ARP_SHA, toMac),
        set(ARP_TPA, address),
        set(ARP_THA, mac),
        new Action.Output(OpenFlow.IN_PORT, 0));
  }

  private static Action set(int header, long value) {
    ByteBuffer body = ByteBuffer.allocate(BODY).putInt(header);
    for (int bits = Byte.SIZE * ((header & 0xff) - 1); bits >= 0; bits -= Byte.SIZE) {
      body.put((byte) (value >>> bits));
    }
    return new Action.Other(SET_FIELD, Octets.of(body.array()));
  }
}
