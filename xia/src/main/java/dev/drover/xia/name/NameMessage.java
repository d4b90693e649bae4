package dev.drover.xia.name;

import dev.drover.xia.identity.Statement;
import dev.drover.xia.packet.ExtensionHeader;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.WireProfile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What client and server send each other, as datagrams.
 *
 * <pre>
 * transport header: type 2, length │ type u8 │ request u64 │
 *   1: statement of the owner │ 2: name │ 3: name to go on after, or a 0 │ 4: statement of the server
 * </pre>
 */
sealed interface NameMessage {
  int DATAGRAM = 2;
  int TYPE_KEY = 0;
  int LENGTH_KEY = 6;

  /** {@return the number that the answer has as well; nobody can guess it} */
  long request();

  /** Take this. */
  record Register(long request, Statement registration) implements NameMessage {}

  /** What address has this name? */
  record Query(long request, Name name) implements NameMessage {}

  /** What names are there? */
  record ListNames(long request, Optional<Name> after) implements NameMessage {}

  /** The body of the statement is an {@link Answer}. */
  record Reply(long request, Statement answer) implements NameMessage {}

  /** {@return it without the transport header; an answer names its request by the hash of this} */
  default byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(2_048);
    switch (this) {
      case Register(long request, Statement registration) ->
          out.put((byte) 1).putLong(request).put(registration.encode());
      case Query(long request, Name name) -> Wire.put(out.put((byte) 2).putLong(request), name);
      case ListNames(long request, Optional<Name> after) -> {
        out.put((byte) 3).putLong(request);
        after.ifPresentOrElse(name -> Wire.put(out, name), () -> out.put((byte) 0));
      }
      case Reply(long request, Statement answer) ->
          out.put((byte) 4).putLong(request).put(answer.encode());
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** {@return an encoded message as a packet's payload} */
  static ByteBuffer payload(byte[] message) {
    ExtensionHeader header =
        ExtensionHeader.of(NextHeader.NONE, WireProfile.DROVER)
            .with(TYPE_KEY, DATAGRAM, 1)
            .with(LENGTH_KEY, message.length, 2);
    ByteBuffer out = ByteBuffer.allocate(header.size() + message.length);
    header.write(out);
    return out.put(message).flip();
  }

  /**
   * {@return the encoded message that a packet carries}
   *
   * @throws MalformedPacket when it is no datagram
   */
  static byte[] carried(Packet packet) {
    ByteBuffer in = packet.payload();
    if (packet.nextHeader() != NextHeader.TRANSPORT
        || ExtensionHeader.read(in, WireProfile.DROVER).number(TYPE_KEY) != DATAGRAM) {
      throw new MalformedPacket("it is no datagram");
    }
    byte[] message = new byte[in.remaining()];
    in.get(message);
    return message;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedPacket when it is something else
   */
  static NameMessage decode(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    try {
      int type = in.get();
      long request = in.getLong();
      NameMessage read =
          switch (type) {
            case 1 -> new Register(request, Statement.read(in));
            case 2 -> new Query(request, Wire.name(in));
            case 3 -> new ListNames(request, after(in));
            case 4 -> new Reply(request, Statement.read(in));
            default -> throw new MalformedPacket("no message about names is of type " + type);
          };
      if (in.hasRemaining()) {
        throw new MalformedPacket("a message has " + in.remaining() + " bytes too many");
      }
      return read;
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("a message about names ends early");
    } catch (IllegalArgumentException e) {
      throw new MalformedPacket("a message about names is wrong: " + e.getMessage());
    }
  }

  private static Optional<Name> after(ByteBuffer in) {
    int at = in.position();
    if (in.get() == 0) {
      return Optional.empty();
    }
    in.position(at);
    return Optional.of(Wire.name(in));
  }
}
