package dev.drover.sdn.ovs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * A network namespace that a thread of this JVM can enter: what it opens there stays there. So a
 * test holds the controller itself, and not a process that it would have to ask.
 */
public record Namespace(String name) {
  private static final int READ_ONLY = 0;
  private static final int NETWORK = 0x40000000;

  /** {@return what {@code call} returns, run on a thread of its own inside} */
  public <T> T call(Callable<T> call) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          enter();
          return call.call();
        });
    Thread thread = Thread.ofPlatform().name("inside-" + name).start(task);
    thread.join();
    return task.get();
  }

  @SuppressWarnings("restricted")
  private void enter() throws IOException {
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    FunctionDescriptor twoInts =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    MethodHandle open =
        linker.downcallHandle(
            libc.findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    MethodHandle setns = linker.downcallHandle(libc.findOrThrow("setns"), twoInts);
    MethodHandle close =
        linker.downcallHandle(
            libc.findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) open.invoke(arena.allocateFrom("/run/netns/" + name), READ_ONLY);
      int entered = file < 0 ? -1 : (int) setns.invoke(file, NETWORK);
      if (file >= 0) {
        int closed = (int) close.invoke(file);
        assert closed == 0;
      }
      if (entered != 0) {
        throw new IOException("cannot enter network namespace " + name);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("cannot enter network namespace " + name, e);
    }
  }
}
