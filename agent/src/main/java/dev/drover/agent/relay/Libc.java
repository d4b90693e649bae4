package dev.drover.agent.relay;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The C library's sockets. Every call answers as the kernel does: a result from 0, or the negative
 * error number. Constants are those of Linux on 64 bits (asm-generic: x86-64, arm64, riscv64).
 *
 * <p>Not for use by several threads at a time: error numbers are read from memory of its own.
 */
final class Libc {
  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SHUT_WR = 1;
  static final int SHUT_RDWR = 2;
  static final int SOL_SOCKET = 1;
  static final int SOL_TCP = 6;
  static final int SO_REUSEADDR = 2;
  static final int SO_ERROR = 4;
  static final int SO_LINGER = 13;
  static final int SO_MAX_PACING_RATE = 47;
  static final int TCP_NODELAY = 1;
  static final int TCP_INFO = 11;
  static final int SIOCOUTQ = 0x5411;
  static final int SIOCINQ = 0x541b;
  static final int SIOCOUTQNSD = 0x894b;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EINVAL = 22;
  static final int EPIPE = 32;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;
  static final int EINPROGRESS = 115;
  static final int POLLIN = 1;
  static final int POLLOUT = 4;
  static final int POLLERR = 8;
  static final int POLLHUP = 16;

  /** Length of {@code struct pollfd}: descriptor, wanted events, found events. */
  static final int POLLFD = 8;

  private static final int SOCK_STREAM = 1;
  private static final int NONBLOCK = 0x800;
  private static final int CLOEXEC = 0x80000;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int SPLICE_MOVE = 1;
  private static final int SPLICE_NONBLOCK = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = ints("socket", 3);
  private static final MethodHandle BIND = function("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = ints("listen", 2);
  private static final MethodHandle ACCEPT =
      function("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT = function("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SHUTDOWN = ints("shutdown", 2);
  private static final MethodHandle CLOSE = ints("close", 1);
  private static final MethodHandle GETSOCKNAME =
      function("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle IOCTL =
      handle(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FCNTL =
      handle(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle PIPE = function("pipe2", ADDRESS, JAVA_INT);
  private static final MethodHandle PPOLL = function("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle SPLICE =
      handle(
          "splice",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private final MemorySegment state = Arena.ofAuto().allocate(STATE);
  private final MemorySegment scratch = Arena.ofAuto().allocate(16, 8);

  private interface Call {
    long run() throws Throwable;
  }

  private static MethodHandle ints(String name, int parameters) {
    MemoryLayout[] layouts = new MemoryLayout[parameters];
    Arrays.fill(layouts, JAVA_INT);
    return function(name, layouts);
  }

  /** A function that returns an int. */
  private static MethodHandle function(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, parameters));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
  }

  private long call(Call call) {
    try {
      long result = call.run();
      return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library cannot be called", e);
    }
  }

  int socket(int family) {
    return (int)
        call(() -> (int) SOCKET.invokeExact(state, family, SOCK_STREAM | NONBLOCK | CLOEXEC, 0));
  }

  int bind(int fd, MemorySegment address) {
    return (int) call(() -> (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
  }

  int listen(int fd, int backlog) {
    return (int) call(() -> (int) LISTEN.invokeExact(state, fd, backlog));
  }

  int accept(int fd) {
    return (int)
        call(() ->
            (int)
                ACCEPT.invokeExact(
                    state, fd, MemorySegment.NULL, MemorySegment.NULL, NONBLOCK | CLOEXEC));
  }

  int connect(int fd, MemorySegment address) {
    return (int)
        call(() -> (int) CONNECT.invokeExact(state, fd, address, (int) address.byteSize()));
  }

  int shutdown(int fd, int how) {
    return (int) call(() -> (int) SHUTDOWN.invokeExact(state, fd, how));
  }

  int close(int fd) {
    return (int) call(() -> (int) CLOSE.invokeExact(state, fd));
  }

  /** Fills {@code address} with the socket's own. {@return its length} */
  int name(int fd, MemorySegment address) {
    scratch.set(JAVA_INT, 0, (int) address.byteSize());
    int result = (int) call(() -> (int) GETSOCKNAME.invokeExact(state, fd, address, scratch));
    return result < 0 ? result : scratch.get(JAVA_INT, 0);
  }

  int set(int fd, int level, int option, int value) {
    scratch.set(JAVA_INT, 0, value);
    return set(fd, level, option, scratch.asSlice(0, 4));
  }

  int set(int fd, int level, int option, MemorySegment value) {
    return (int)
        call(() ->
            (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, (int) value.byteSize()));
  }

  /** Fills {@code value} as far as the kernel knows. {@return how many bytes that were} */
  int get(int fd, int level, int option, MemorySegment value) {
    scratch.set(JAVA_INT, 0, (int) value.byteSize());
    int result =
        (int) call(() -> (int) GETSOCKOPT.invokeExact(state, fd, level, option, value, scratch));
    return result < 0 ? result : scratch.get(JAVA_INT, 0);
  }

  /** {@return what a queue of the socket holds, in bytes} */
  int queue(int fd, int request) {
    int result = (int) call(() -> (int) IOCTL.invokeExact(state, fd, (long) request, scratch));
    return result < 0 ? result : scratch.get(JAVA_INT, 0);
  }

  /** Makes a pipe of about {@code size} bytes, or of what the kernel gives an ordinary user. */
  int pipe(int[] ends, int size) {
    int result = (int) call(() -> (int) PIPE.invokeExact(state, scratch, NONBLOCK | CLOEXEC));
    if (result < 0) {
      return result;
    }
    ends[0] = scratch.get(JAVA_INT, 0);
    ends[1] = scratch.get(JAVA_INT, 4);
    call(() -> (int) FCNTL.invokeExact(state, ends[1], F_SETPIPE_SZ, size));
    return 0;
  }

  /** Waits for what the {@code pollfd}s want, for at most so long. {@return how many are ready} */
  int poll(MemorySegment descriptors, long nanos) {
    scratch.set(JAVA_LONG, 0, nanos / 1_000_000_000L);
    scratch.set(JAVA_LONG, 8, nanos % 1_000_000_000L);
    return (int)
        call(() ->
            (int)
                PPOLL.invokeExact(
                    state,
                    descriptors,
                    descriptors.byteSize() / POLLFD,
                    scratch,
                    MemorySegment.NULL));
  }

  /** Moves at most so many bytes, one of both ends a pipe; never waits. {@return how many} */
  long splice(int from, int to, long most) {
    return call(() ->
        (long)
            SPLICE.invokeExact(
                state,
                from,
                MemorySegment.NULL,
                to,
                MemorySegment.NULL,
                most,
                SPLICE_MOVE | SPLICE_NONBLOCK));
  }
}
