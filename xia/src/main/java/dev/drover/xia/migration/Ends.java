package dev.drover.xia.migration;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** How connections end. */
final class Ends {
  private static final Logger LOG = System.getLogger(Ends.class.getName());

  private Ends() {}

  /** Ends the direction to QEMU, which may have closed its end. */
  static void shutdown(SocketChannel qemu) {
    try {
      qemu.shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "QEMU''s connection: {0}", e.getMessage());
    }
  }

  static void close(SocketChannel qemu) {
    try {
      qemu.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "QEMU''s connection: {0}", e.getMessage());
    }
  }

  /**
   * Closes both sides, or breaks them and tells the other why.
   *
   * @return the cause of {@code failure}
   */
  static Optional<String> settle(Optional<Exception> failure, SocketChannel qemu, Line line) {
    close(qemu);
    if (failure.isEmpty()) {
      line.close();
      return Optional.empty();
    }
    Exception cause = failure.get();
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof Aborted) {
      line.reset();
    } else {
      line.abort(why);
    }
    return Optional.of(why);
  }
}
