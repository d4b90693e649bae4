package dev.drover.agent.relay;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a socket listens. */
sealed interface Place {
  /** The longest path a Unix socket can have on Linux. */
  int LONGEST_PATH = 107;

  /** On the data network. */
  record Tcp(InetAddress address, int port) implements Place {}

  /** On this host, as far as the file's permissions let others in. */
  record Local(Path path) implements Place {}

  /** {@return the TCP place so written} */
  static Tcp tcp(String address, int port) {
    try {
      return new Tcp(InetAddress.getByName(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + address + "' is not an address", e);
    }
  }

  /** {@return address family, such as AF_UNIX} */
  default int family() {
    return switch (this) {
      case Local _ -> Libc.AF_UNIX;
      case Tcp tcp -> tcp.address() instanceof Inet6Address ? Libc.AF_INET6 : Libc.AF_INET;
    };
  }

  /** {@return the {@code struct sockaddr_…}: family in the host's order, port in the network's} */
  default MemorySegment encode() {
    return switch (this) {
      case Local local -> {
        byte[] path = local.path().toString().getBytes(StandardCharsets.UTF_8);
        if (path.length > LONGEST_PATH) {
          throw SocketFault.tooLong(local.path());
        }
        MemorySegment address = Arena.ofAuto().allocate(2L + path.length + 1, 4);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_UNIX);
        address.asSlice(2).copyFrom(MemorySegment.ofArray(path));
        yield address;
      }
      case Tcp tcp -> {
        byte[] bytes = tcp.address().getAddress();
        boolean six = bytes.length == 16;
        MemorySegment address = Arena.ofAuto().allocate(six ? 28 : 16, 4);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) family());
        address.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) tcp.port());
        address.asSlice(six ? 8 : 4).copyFrom(MemorySegment.ofArray(bytes));
        if (tcp.address() instanceof Inet6Address scoped) {
          address.set(ValueLayout.JAVA_INT, 24, scoped.getScopeId());
        }
        yield address;
      }
    };
  }

  /** {@return such as {@code 10.77.0.2:4444}, for the operator} */
  default String text() {
    return switch (this) {
      case Local local -> local.path().toString();
      case Tcp tcp -> tcp.address().getHostAddress() + ":" + tcp.port();
    };
  }
}
