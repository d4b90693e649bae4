package dev.drover.xia.chunk;

import java.nio.ByteBuffer;

/**
 * Asks for a piece of a chunk.
 *
 * @param prototype whether it is written, and answered, as v1.1 does: packets of 1,400 bytes back
 *     to back
 * @param number that the response repeats; 0 if it is none's
 * @param offset of the piece, in bytes
 * @param length of the piece, in bytes; 0 is all from the offset on
 * @param packetBytes the largest packet that is to answer it, header and all
 * @param pace of the response in bytes a second; 0 is as fast as it goes
 */
record ChunkRequest(
    boolean prototype, int number, int offset, int length, int packetBytes, long pace)
    implements ContentMessage {
  /** The prototype's packets, header and all. */
  static final int PROTOTYPE_PACKET = 1400;

  private static final int PROTOTYPE_SIZE = 16;
  private static final int SIZE = 40;

  static ChunkRequest prototype(int offset, int length) {
    return new ChunkRequest(true, 0, offset, length, PROTOTYPE_PACKET, 0);
  }

  @Override
  public int size() {
    return prototype ? PROTOTYPE_SIZE : SIZE;
  }

  @Override
  public void encode(ByteBuffer bytes) {
    int start = bytes.position();
    ContentMessage.begin(bytes, size());
    ContentMessage.put(bytes, OPCODE, 1, REQUEST);
    ContentMessage.put(bytes, CHUNK_OFFSET, 4, offset);
    // A prototype's whole chunk is asked for with 0, so its two bytes are enough.
    ContentMessage.put(bytes, LENGTH, prototype ? 2 : 4, length);
    if (!prototype) {
      ContentMessage.put(bytes, NUMBER, 4, number);
      ContentMessage.put(bytes, PACKET_BYTES, 4, packetBytes);
      ContentMessage.put(bytes, PACE, 8, pace);
    }
    ContentMessage.end(bytes, start, size());
  }
}
