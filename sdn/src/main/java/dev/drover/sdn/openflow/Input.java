package dev.drover.sdn.openflow;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One message that is being decoded. Nothing is read past the innermost structure that was entered;
 * whoever tries gets {@link BufferUnderflowException}.
 */
final class Input {
  private final ByteBuffer buffer;
  private final int start;
  private final int type;

  /** The message at the position of {@code buffer}, up to its limit. */
  Input(ByteBuffer buffer, int type) {
    this.buffer = buffer;
    this.start = buffer.position();
    this.type = type;
    if (buffer.order() != ByteOrder.BIG_ENDIAN) {
      throw new IllegalArgumentException("OpenFlow is big-endian, the buffer is not");
    }
  }

  int u8() {
    return buffer.get() & 0xff;
  }

  int u16() {
    return buffer.getShort() & 0xffff;
  }

  int i32() {
    return buffer.getInt();
  }

  long u32() {
    return buffer.getInt() & 0xffff_ffffL;
  }

  /** {@return a MAC} */
  long u48() {
    return (long) u16() << 32 | u32();
  }

  long i64() {
    return buffer.getLong();
  }

  int remaining() {
    return buffer.remaining();
  }

  void skip(int bytes) {
    if (bytes > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    buffer.position(buffer.position() + bytes);
  }

  Octets octets(int length) {
    if (length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    return Octets.read(buffer, length);
  }

  Octets rest() {
    return Octets.read(buffer, buffer.remaining());
  }

  void bytes(byte[] into, int offset, int length) {
    buffer.get(into, offset, length);
  }

  /** Goes back, to read again as raw bytes what was looked at. */
  void back(int bytes) {
    buffer.position(buffer.position() - bytes);
  }

  /**
   * Limits reading to the next {@code length} bytes.
   *
   * @return for {@link #leave}
   */
  int enter(int length, String what) {
    if (length > buffer.remaining()) {
      throw malformed(
          what + " of " + length + " bytes where only " + buffer.remaining() + " are left");
    }
    int outer = buffer.limit();
    buffer.limit(buffer.position() + length);
    return outer;
  }

  /** Ends a structure that was entered; all of it must have been read. */
  void leave(int outer, String what) {
    if (buffer.hasRemaining()) {
      throw malformed(buffer.remaining() + " bytes too many in " + what);
    }
    buffer.limit(outer);
  }

  /** {@return the exception for what stands just before the position} */
  MalformedMessage malformed(String what) {
    return new MalformedMessage(
        Type.name(type) + ": " + what + " (before offset " + (buffer.position() - start) + ")");
  }

  /** {@return the exception for something that needs more bytes than there are} */
  MalformedMessage cutShort() {
    return malformed("cut short, more was expected");
  }
}
