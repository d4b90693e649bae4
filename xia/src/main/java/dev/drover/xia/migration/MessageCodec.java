package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages as bytes. */
final class MessageCodec {
  /** Type and length. */
  static final int HEADER_BYTES = 5;

  private static final int PIECE_BYTES = 1 + Xid.BYTES + 4;
  private static final int OPEN_BYTES = 2 + 8 + 4 + 1 + Digest.BYTES + 1;
  private static final int ROUND_BYTES = 8 + 8;
  private static final int ACK_BYTES = 8 + Digest.BYTES;
  private static final int DATA_BYTES = ROUND_BYTES + Xid.BYTES;

  private static final int OPEN = 1;
  private static final int OPENED = 2;
  private static final int ROUND = 3;
  private static final int DATA = 4;
  private static final int HAVE = 5;
  private static final int ACK = 6;
  private static final int REVERSE = 7;
  private static final int END = 8;
  private static final int DONE = 9;
  private static final int DONE_ACK = 10;
  private static final int ABORT = 11;

  private MessageCodec() {}

  /**
   * {@return how long a message's body is}
   *
   * @param header {@link #HEADER_BYTES}
   * @throws MalformedPacket when there is no such message, or none of it is that long
   */
  static int bodyBytes(ByteBuffer header) {
    int type = header.get(0) & 0xFF;
    int most =
        switch (type) {
          case OPEN -> OPEN_BYTES + Message.MOST_NAME;
          case OPENED, END, DONE_ACK -> 0;
          case ROUND -> ROUND_BYTES + Message.MOST_PIECES * PIECE_BYTES;
          case DATA -> DATA_BYTES + Chunk.MAX_BYTES;
          case HAVE -> 16;
          case ACK, DONE -> ACK_BYTES;
          case REVERSE -> Message.MOST_REVERSE;
          case ABORT -> Message.MOST_CAUSE;
          default -> throw new MalformedPacket("no message is of type " + type);
        };
    int length = header.getInt(1);
    if (length < 0 || length > most) {
      throw new MalformedPacket(
          "a message of type %d has at most %d bytes, not %d"
              .formatted(type, most, length & 0xFFFF_FFFFL));
    }
    return length;
  }

  /**
   * Reads a message.
   *
   * @param type the header's first byte
   * @param body all of it and nothing else; what the message holds is a view of it
   * @throws MalformedPacket when it is none
   */
  static Message decode(int type, ByteBuffer body) {
    try {
      Message message =
          switch (type) {
            case OPEN -> open(body);
            case OPENED -> new Message.Opened();
            case ROUND -> round(body);
            case DATA -> new Message.Data(body.getLong(), body.getLong(), xid(body), rest(body));
            case HAVE -> new Message.Have(body.getLong(), body.getLong());
            case ACK -> new Message.Ack(body.getLong(), Digest.read(body));
            case REVERSE -> new Message.Reverse(rest(body));
            case END -> new Message.End();
            case DONE -> new Message.Done(body.getLong(), Digest.read(body));
            case DONE_ACK -> new Message.DoneAck();
            case ABORT -> new Message.Abort(text(body, body.remaining()));
            default -> throw new MalformedPacket("no message is of type " + type);
          };
      if (body.hasRemaining()) {
        throw new MalformedPacket(
            "a message of type %d has %d bytes too many".formatted(type, body.remaining()));
      }
      return message;
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("a message of type " + type + " ends early");
    } catch (IllegalArgumentException e) {
      throw new MalformedPacket("a message of type " + type + ": " + e.getMessage());
    }
  }

  private static Message open(ByteBuffer body) {
    int version = body.getShort() & 0xFFFF;
    long session = body.getLong();
    int connection = body.getInt();
    int code = body.get() & 0xFF;
    Digest proof = Digest.read(body);
    String vm = text(body, body.get() & 0xFF);
    for (Profile each : Profile.values()) {
      if (each.code() == code) {
        return new Message.Open(version, session, connection, each, vm, proof);
      }
    }
    throw new MalformedPacket("no profile has the number " + code);
  }

  private static Message round(ByteBuffer body) {
    long number = body.getLong();
    long offset = body.getLong();
    List<Piece> pieces = new ArrayList<>(body.remaining() / PIECE_BYTES);
    while (body.hasRemaining()) {
      boolean zero = body.get() != 0;
      pieces.add(new Piece(zero, xid(body), body.getInt()));
    }
    return new Message.Round(number, offset, pieces);
  }

  private static Xid xid(ByteBuffer body) {
    if (body.remaining() < Xid.BYTES) {
      throw new BufferUnderflowException();
    }
    Xid xid = Xid.read(body, body.position());
    body.position(body.position() + Xid.BYTES);
    return xid;
  }

  private static void put(ByteBuffer body, Xid xid) {
    xid.write(body, body.position());
    body.position(body.position() + Xid.BYTES);
  }

  private static ByteBuffer rest(ByteBuffer body) {
    ByteBuffer rest = body.slice();
    body.position(body.limit());
    return rest;
  }

  /** What is no text becomes some that is; it is only shown. */
  private static String text(ByteBuffer body, int length) {
    if (length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    body.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
  }

  /** {@return a message with its header, from 0 to its limit} */
  static ByteBuffer encode(Message message) {
    return switch (message) {
      case Message.Open m -> {
        byte[] vm = m.vm().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = begin(OPEN, OPEN_BYTES + vm.length);
        bytes.putShort((short) m.version()).putLong(m.session()).putInt(m.connection());
        bytes.put((byte) m.profile().code());
        m.proof().write(bytes);
        yield bytes.put((byte) vm.length).put(vm).flip();
      }
      case Message.Opened _ -> begin(OPENED, 0).flip();
      case Message.Round m -> {
        ByteBuffer bytes = begin(ROUND, ROUND_BYTES + m.pieces().size() * PIECE_BYTES);
        bytes.putLong(m.number()).putLong(m.offset());
        for (Piece piece : m.pieces()) {
          bytes.put((byte) (piece.zero() ? 1 : 0));
          put(bytes, piece.cid());
          bytes.putInt(piece.length());
        }
        yield bytes.flip();
      }
      case Message.Data m -> {
        ByteBuffer bytes = begin(DATA, DATA_BYTES + m.bytes().remaining());
        bytes.putLong(m.number()).putLong(m.offset());
        put(bytes, m.cid());
        yield bytes.put(m.bytes().duplicate()).flip();
      }
      case Message.Have m -> begin(HAVE, 16).putLong(m.number()).putLong(m.pieces()).flip();
      case Message.Ack m -> numbered(ACK, m.number(), m.root());
      case Message.Reverse m ->
          begin(REVERSE, m.bytes().remaining()).put(m.bytes().duplicate()).flip();
      case Message.End _ -> begin(END, 0).flip();
      case Message.Done m -> numbered(DONE, m.total(), m.root());
      case Message.DoneAck _ -> begin(DONE_ACK, 0).flip();
      case Message.Abort m -> {
        ByteBuffer cause = StandardCharsets.UTF_8.encode(m.cause());
        cause.limit(Math.min(Message.MOST_CAUSE, cause.limit()));
        yield begin(ABORT, cause.remaining()).put(cause).flip();
      }
    };
  }

  private static ByteBuffer numbered(int type, long number, Digest digest) {
    ByteBuffer bytes = begin(type, ACK_BYTES).putLong(number);
    digest.write(bytes);
    return bytes.flip();
  }

  private static ByteBuffer begin(int type, int length) {
    return ByteBuffer.allocate(HEADER_BYTES + length).put((byte) type).putInt(length);
  }
}
