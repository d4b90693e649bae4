package dev.drover.sdn.openflow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Messages as hexadecimal text, blanks between for the reader. */
final class Bytes {
  private Bytes() {}

  static byte[] of(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  static Message decode(byte[] bytes) {
    return OpenFlowCodec.decode(ByteBuffer.wrap(bytes));
  }

  static byte[] encode(Message message) {
    ByteBuffer out = ByteBuffer.allocate(1 << 17);
    OpenFlowCodec.encode(message, out);
    return Arrays.copyOf(out.array(), out.position());
  }
}
