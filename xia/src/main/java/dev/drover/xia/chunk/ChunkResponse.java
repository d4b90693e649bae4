package dev.drover.xia.chunk;

import java.nio.ByteBuffer;

/**
 * Comes before a piece of a chunk.
 *
 * @param number of the request that it answers; 0 if it answers none that had one
 * @param offset of the piece, in bytes
 * @param length of the piece, 1 to 65,535 bytes
 * @param chunkLength of the whole chunk, in bytes
 * @param oneShot whether caches shall not keep it
 */
record ChunkResponse(int number, int offset, int length, int chunkLength, boolean oneShot)
    implements ContentMessage {
  static final int SIZE = 32;

  /** As v1.1 writes it: 52 bytes, which with 176 before leave 1,172 of its 1,400 (notes 3.5). */
  static final int PROTOTYPE_SIZE = 52;

  private static final int PROTOTYPE_TTL = 86_400;

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public void encode(ByteBuffer bytes) {
    int start = bytes.position();
    ContentMessage.begin(bytes, SIZE);
    ContentMessage.put(bytes, OPCODE, 1, RESPONSE);
    ContentMessage.put(bytes, CHUNK_OFFSET, 4, offset);
    ContentMessage.put(bytes, LENGTH, 2, length);
    ContentMessage.put(bytes, CHUNK_LENGTH, 4, chunkLength);
    ContentMessage.put(bytes, NUMBER, 4, number);
    ContentMessage.put(bytes, FLAGS, 1, oneShot ? 1 : 0);
    ContentMessage.end(bytes, start, SIZE);
  }

  /** Writes it with all of the prototype's keys, and moves on. */
  void encodePrototype(ByteBuffer bytes) {
    int start = bytes.position();
    ContentMessage.begin(bytes, PROTOTYPE_SIZE);
    ContentMessage.put(bytes, OPCODE, 1, RESPONSE);
    ContentMessage.put(bytes, OFFSET, 4, 0);
    ContentMessage.put(bytes, CHUNK_OFFSET, 4, offset);
    ContentMessage.put(bytes, LENGTH, 2, length);
    ContentMessage.put(bytes, CHUNK_LENGTH, 4, chunkLength);
    ContentMessage.put(bytes, CONTEXT_ID, 4, 0);
    ContentMessage.put(bytes, TTL, 4, PROTOTYPE_TTL);
    ContentMessage.put(bytes, CACHE_SIZE, 4, 0);
    ContentMessage.put(bytes, CACHE_POLICY, 4, 0);
    ContentMessage.end(bytes, start, PROTOTYPE_SIZE);
  }
}
