package dev.drover.agent.relay;

import java.nio.file.Path;
import java.util.Locale;

/** A call of the C library failed. */
final class SocketFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  SocketFault(String call, String what, int errno) {
    super("%s %s: %s".formatted(call, what, text(errno)));
  }

  static SocketFault tooLong(Path socket) {
    return new SocketFault("address", socket + ": use a directory with a shorter path", 36);
  }

  private static String text(int errno) {
    return switch (errno) {
      case Libc.EPIPE -> "broken pipe";
      case Libc.ECONNRESET -> "connection reset by peer";
      case Libc.ECONNREFUSED -> "connection refused";
      case Libc.ETIMEDOUT -> "connection timed out";
      case 2 -> "no such file";
      case 13 -> "permission denied";
      case 36 -> "name too long";
      case 98 -> "address already in use";
      case 99 -> "not an address of this host";
      case 101 -> "network is unreachable";
      case 113 -> "no route to host";
      default -> String.format(Locale.ROOT, "error %d", errno);
    };
  }
}
