package dev.drover.sdn.openflow;

import dev.drover.sdn.openflow.Message.Hello;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The hello and its version bitmap (section 7.5.1): bit {@code n % 32} of word {@code n / 32}
 * stands for wire version {@code n}.
 */
final class HelloCodec {
  private static final int VERSION_BITMAP = 1;

  /** Type and length, before an element's body. */
  private static final int HEAD = 4;

  private static final int WORD = 4;
  private static final int ALIGNMENT = 8;

  /** A header's version has 8 bits, so no bitmap needs to name a higher one. */
  private static final int WORDS = 256 / 32;

  private HelloCodec() {}

  /** Reads the elements; those that are no bitmap are passed over, as the specification wants. */
  static Hello read(Input in, int xid, int headerVersion) {
    List<Integer> versions = List.of(headerVersion);
    if (headerVersion < OpenFlow.VERSION) {
      // Elements came with this version; what earlier ones carry has no meaning.
      in.skip(in.remaining());
    }
    while (in.remaining() > 0) {
      int type = in.u16();
      int length = in.u16();
      if (length < HEAD) {
        throw in.malformed("an element of " + length + " bytes");
      }
      int outer = in.enter(length - HEAD, "element");
      if (type == VERSION_BITMAP) {
        versions = bitmap(in);
      } else {
        in.skip(in.remaining());
      }
      in.leave(outer, "element");
      // The padding of the last one may be missing: no message's length is rounded up.
      in.skip(Math.min(in.remaining(), -length & ALIGNMENT - 1));
    }
    return new Hello(xid, headerVersion, versions);
  }

  private static List<Integer> bitmap(Input in) {
    List<Integer> versions = new ArrayList<>();
    for (int word = 0; in.remaining() > 0; word++) {
      int bits = in.i32();
      for (int bit = 0; word < WORDS && bit < 32; bit++) {
        if ((bits >>> bit & 1) != 0) {
          versions.add(word * 32 + bit);
        }
      }
    }
    return versions;
  }

  /** Writes a bitmap, also when it says no more than the header. */
  static void write(ByteBuffer out, Hello hello) {
    int highest = hello.versions().stream().mapToInt(Integer::intValue).max().orElse(0);
    int[] words = new int[highest / 32 + 1];
    for (int version : hello.versions()) {
      words[version / 32] |= 1 << version % 32;
    }
    int length = HEAD + words.length * WORD;
    out.putShort((short) VERSION_BITMAP).putShort((short) length);
    for (int word : words) {
      out.putInt(word);
    }
    for (int i = -length & ALIGNMENT - 1; i > 0; i--) {
      out.put((byte) 0);
    }
  }
}
