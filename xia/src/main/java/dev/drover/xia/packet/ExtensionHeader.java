package dev.drover.xia.packet;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A header of keys and values after the XIP header: next header u8, length u8 (all of it, a
 * multiple of 4, below 255), then for each value its length + 1, its key, its bytes; a length of 0
 * ends it (notes 1.6). Order does not matter, an absent key is 0.
 */
public final class ExtensionHeader {
  private static final int MOST = 252;

  private final int next;
  private final SortedMap<Integer, byte[]> values;
  private final WireProfile profile;

  private ExtensionHeader(int next, SortedMap<Integer, byte[]> values, WireProfile profile) {
    this.next = next;
    this.values = values;
    this.profile = profile;
  }

  /** {@return one without values yet} */
  public static ExtensionHeader of(int next, WireProfile profile) {
    return new ExtensionHeader(next, new TreeMap<>(), profile);
  }

  /**
   * {@return one with this value besides}
   *
   * @param width 1, 2, 4 or 8 bytes, which the value must fit in, signed or unsigned
   */
  public ExtensionHeader with(int key, long value, int width) {
    if (width < 8 && (value >> (8 * width) > 0 || value >> (8 * width - 1) < -1)) {
      throw new IllegalArgumentException(
          "key %d: %d does not fit in %d bytes".formatted(key, value, width));
    }
    ByteBuffer bytes = ByteBuffer.allocate(width).order(profile.order());
    switch (width) {
      case 1 -> bytes.put((byte) value);
      case 2 -> bytes.putShort((short) value);
      case 4 -> bytes.putInt((int) value);
      case 8 -> bytes.putLong(value);
      default -> throw new IllegalArgumentException("width must be 1, 2, 4 or 8, not " + width);
    }
    return with(key, bytes.array());
  }

  /** {@return one with these bytes besides} */
  public ExtensionHeader with(int key, byte[] value) {
    if (key < 0 || key > 0xFF) {
      throw new IllegalArgumentException("a key must be 0 to 255, not " + key);
    }
    SortedMap<Integer, byte[]> more = new TreeMap<>(values);
    more.put(key, value.clone());
    ExtensionHeader header = new ExtensionHeader(next, more, profile);
    if (header.unpadded() > MOST) {
      throw new IllegalArgumentException("an extension header holds at most 252 bytes");
    }
    return header;
  }

  private int unpadded() {
    return 2 + values.values().stream().mapToInt(value -> 2 + value.length).sum();
  }

  /** {@return its length on the wire} */
  public int size() {
    return (unpadded() + 3) / 4 * 4;
  }

  /** Writes it and moves on. */
  public void write(ByteBuffer bytes) {
    int end = bytes.position() + size();
    bytes.put((byte) next).put((byte) size());
    for (Map.Entry<Integer, byte[]> each : values.entrySet()) {
      bytes.put((byte) (each.getValue().length + 1));
      bytes.put(each.getKey().byteValue());
      bytes.put(each.getValue());
    }
    while (bytes.position() < end) {
      bytes.put((byte) 0);
    }
  }

  /**
   * Reads one and moves past it.
   *
   * @throws MalformedPacket when it is none
   */
  public static ExtensionHeader read(ByteBuffer bytes, WireProfile profile) {
    int start = bytes.position();
    if (bytes.remaining() < 4) {
      throw new MalformedPacket("an extension header needs 4 bytes, not " + bytes.remaining());
    }
    int next = bytes.get() & 0xFF;
    int length = bytes.get() & 0xFF;
    if (length < 4 || length % 4 != 0 || start + length > bytes.limit()) {
      throw new MalformedPacket("an extension header of " + length + " bytes does not fit");
    }
    SortedMap<Integer, byte[]> values = new TreeMap<>();
    int end = start + length;
    while (bytes.position() < end) {
      int size = bytes.get() & 0xFF;
      if (size == 0) {
        break;
      }
      if (bytes.position() + size > end) {
        throw new MalformedPacket("a value of " + (size - 1) + " bytes leaves its header");
      }
      int key = bytes.get() & 0xFF;
      byte[] value = new byte[size - 1];
      bytes.get(value);
      values.put(key, value);
    }
    bytes.position(end);
    return new ExtensionHeader(next, values, profile);
  }

  /** {@return what follows, of {@link NextHeader}} */
  public int next() {
    return next;
  }

  /** {@return a number of 1, 2, 4 or 8 bytes, unsigned but for 8; 0 when absent} */
  public long number(int key) {
    return optional(key).orElse(0);
  }

  /** As {@link #number}, told apart from absent. */
  public OptionalLong optional(int key) {
    byte[] value = values.get(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(value).order(profile.order());
    return OptionalLong.of(
        switch (value.length) {
          case 1 -> bytes.get() & 0xFF;
          case 2 -> bytes.getShort() & 0xFFFF;
          case 4 -> bytes.getInt() & 0xFFFF_FFFFL;
          case 8 -> bytes.getLong();
          default ->
              throw new MalformedPacket("key " + key + " is no number: " + value.length + " bytes");
        });
  }

  /** {@return a value's bytes, none when absent} */
  public byte[] bytes(int key) {
    byte[] value = values.get(key);
    return value == null ? new byte[0] : value.clone();
  }
}
