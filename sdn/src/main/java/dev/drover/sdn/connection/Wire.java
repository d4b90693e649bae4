package dev.drover.sdn.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one connection. Nothing waits. For one thread at a time. */
interface Wire {
  /** {@return how much room {@link #read} needs at least} */
  int room();

  /**
   * Reads what is there, as far as it fits.
   *
   * @return how many bytes; 0 for none now, −1 for the end
   * @throws IOException when the connection is broken, or what came is not TLS
   */
  int read(ByteBuffer in) throws IOException;

  /** {@return whether {@link #read} would bring more although the socket has none} */
  boolean hasMore();

  /** Writes what goes; what does not stays in {@code out}. */
  void write(ByteBuffer out) throws IOException;

  /** {@return whether the socket has to take more before the rest of {@code out} can go} */
  boolean isFull(ByteBuffer out);

  /** Says goodbye as far as that needs no waiting; the socket is closed by whoever owns it. */
  void end();
}
