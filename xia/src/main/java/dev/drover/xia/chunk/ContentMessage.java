package dev.drover.xia.chunk;

import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import java.nio.ByteBuffer;

/**
 * The header before a request for a piece of content, or before such a piece: an {@link
 * dev.drover.xia.packet.ExtensionHeader} in big-endian order with the prototype's keys (notes 3.5)
 * and four of our own. Written and read without one, as there is one in every packet.
 */
sealed interface ContentMessage permits ChunkRequest, ChunkResponse {
  int OPCODE = 0;
  int OFFSET = 1;
  int CHUNK_OFFSET = 2;
  int LENGTH = 3;
  int CHUNK_LENGTH = 4;
  int CONTEXT_ID = 5;
  int TTL = 6;
  int CACHE_SIZE = 7;
  int CACHE_POLICY = 8;

  /** Which request this is; in a response, which request it answers. */
  int NUMBER = 0x20;

  /** How large the response's packets may be, header and all. */
  int PACKET_BYTES = 0x21;

  /** How fast the response is to come, in bytes a second. */
  int PACE = 0x22;

  /** Bit 0: not to be kept by caches, as nobody else will ask for it. */
  int FLAGS = 0x23;

  int REQUEST = 1;
  int RESPONSE = 2;

  /** {@return how long the header is} */
  int size();

  /** Writes the header and moves on. */
  void encode(ByteBuffer bytes);

  /**
   * Reads a header and moves to what follows it.
   *
   * @throws MalformedPacket when it is none, or neither request nor response
   */
  static ContentMessage decode(ByteBuffer bytes) {
    int start = bytes.position();
    if (bytes.remaining() < 4) {
      throw new MalformedPacket("a content header needs 4 bytes, not " + bytes.remaining());
    }
    int size = bytes.get(start + 1) & 0xFF;
    if (size < 4 || size % 4 != 0 || size > bytes.remaining()) {
      throw new MalformedPacket("a content header of " + size + " bytes does not fit");
    }
    long opcode = 0;
    long offset = 0;
    long length = 0;
    long chunkLength = 0;
    long number = 0;
    long packetBytes = 0;
    long pace = 0;
    long flags = 0;
    int end = start + size;
    int at = start + 2;
    while (at < end) {
      int width = (bytes.get(at) & 0xFF) - 1;
      if (width < 0) {
        break;
      }
      int value = at + 2;
      if (value + width > end) {
        throw new MalformedPacket("a value of " + width + " bytes leaves its header");
      }
      int key = bytes.get(at + 1) & 0xFF;
      switch (key) {
        case OPCODE -> opcode = number(bytes, value, width);
        case CHUNK_OFFSET -> offset = number(bytes, value, width);
        case LENGTH -> length = number(bytes, value, width);
        case CHUNK_LENGTH -> chunkLength = number(bytes, value, width);
        case NUMBER -> number = number(bytes, value, width);
        case PACKET_BYTES -> packetBytes = number(bytes, value, width);
        case PACE -> pace = number(bytes, value, width);
        case FLAGS -> flags = number(bytes, value, width);
        default -> {
          // The prototype's others say nothing to us, and newer ones are not for us.
        }
      }
      at = value + width;
    }
    bytes.position(end);
    if (opcode == REQUEST) {
      checkPiece(offset, length, Chunk.MAX_BYTES);
      return packetBytes == 0
          ? ChunkRequest.prototype((int) offset, (int) length)
          : new ChunkRequest(
              false,
              (int) number,
              (int) offset,
              (int) length,
              Math.clamp(packetBytes, 1, 0x1FFFF),
              Math.max(0, pace));
    }
    if (opcode != RESPONSE) {
      throw new MalformedPacket("opcode " + opcode + " is neither request nor response");
    }
    if (chunkLength < 1 || chunkLength > Chunk.MAX_BYTES) {
      throw new MalformedPacket("a chunk of " + chunkLength + " bytes");
    }
    checkPiece(offset, length, chunkLength);
    if (length < 1 || length != bytes.remaining()) {
      throw new MalformedPacket(
          "a piece of %d bytes, of which %d came".formatted(length, bytes.remaining()));
    }
    return new ChunkResponse(
        (int) number, (int) offset, (int) length, (int) chunkLength, (flags & 1) != 0);
  }

  private static void checkPiece(long offset, long length, long most) {
    if (offset < 0 || length < 0 || offset > most || length > most - offset) {
      throw new MalformedPacket(
          "a piece of %d bytes at %d of a chunk of %d".formatted(length, offset, most));
    }
  }

  private static long number(ByteBuffer bytes, int at, int width) {
    return switch (width) {
      case 1 -> bytes.get(at) & 0xFF;
      case 2 -> bytes.getShort(at) & 0xFFFF;
      case 4 -> bytes.getInt(at) & 0xFFFF_FFFFL;
      case 8 -> bytes.getLong(at);
      default -> throw new MalformedPacket("a number of " + width + " bytes");
    };
  }

  /** Writes what comes before the values. */
  static void begin(ByteBuffer bytes, int size) {
    bytes.put((byte) NextHeader.NONE).put((byte) size);
  }

  /** Writes one value of 1, 2, 4 or 8 bytes. */
  static void put(ByteBuffer bytes, int key, int width, long value) {
    bytes.put((byte) (width + 1)).put((byte) key);
    switch (width) {
      case 1 -> bytes.put((byte) value);
      case 2 -> bytes.putShort((short) value);
      case 4 -> bytes.putInt((int) value);
      default -> bytes.putLong(value);
    }
  }

  /** Fills up with zeros to {@code size} bytes from {@code start}. */
  static void end(ByteBuffer bytes, int start, int size) {
    while (bytes.position() < start + size) {
      bytes.put((byte) 0);
    }
  }
}
