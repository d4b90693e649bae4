package dev.drover.cli.terminal;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Hears Ctrl-C (SIGINT) and SIGTERM, instead of ending at once. Reached through reflection because
 * the JDK offers signals only in {@code sun.misc}, which the compiler refuses without a way to
 * allow it.
 */
public final class Interrupts {
  /** A terminal and a parent may both deliver the same Ctrl-C. */
  private static final long SAME_PRESS_NS = 300_000_000L;

  private Interrupts() {}

  /**
   * Calls {@code onPress} with 1 for the first press, 2 for the second, and so on; each on a thread
   * of its own. Replaces an earlier listener.
   */
  public static void listen(IntConsumer onPress) {
    AtomicInteger presses = new AtomicInteger();
    AtomicLong lastNs = new AtomicLong(System.nanoTime() - SAME_PRESS_NS);
    Runnable pressed =
        () -> {
          long now = System.nanoTime();
          if (now - lastNs.get() >= SAME_PRESS_NS) {
            lastNs.set(now);
            onPress.accept(presses.incrementAndGet());
          }
        };
    handle("INT", pressed);
    handle("TERM", pressed);
  }

  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" ->
                        System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    default -> name;
                  });
      Object number = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, number, proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK does not let Drover hear Ctrl-C", e);
    }
  }
}
