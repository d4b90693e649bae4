package dev.drover.cli.terminal;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Hears Ctrl-C (SIGINT) and SIGTERM, instead of ending at once, and the presses that a parent
 * passes on (SIGUSR1, which nobody else sends). Reached through reflection because the JDK offers
 * signals only in {@code sun.misc}, which the compiler refuses without a way to allow it.
 */
public final class Interrupts {
  /** The exit code of what SIGUSR1 has ended: a JVM that has not come to its main method. */
  private static final int UNHEARD = 128 + 10;

  private static final Presses PRESSES = new Presses();

  private Interrupts() {}

  /** What a parent passes on ends this process as Ctrl-C does, until something listens. */
  public static void endUnlessHeard(int exitCode) {
    hear("USR1", PRESSES::relayed, _ -> System.exit(exitCode));
  }

  /**
   * Calls {@code onPress} with 1 for the first press from now on, 2 for the second, and so on; each
   * on a thread of its own. Replaces an earlier listener.
   */
  public static void listen(IntConsumer onPress) {
    int before = PRESSES.count();
    IntConsumer since = press -> onPress.accept(press - before);
    hear("INT", PRESSES::own, since);
    hear("TERM", PRESSES::own, since);
    hear("USR1", PRESSES::relayed, since);
  }

  private static void hear(String name, Supplier<OptionalInt> counted, IntConsumer onPress) {
    handle(name, () -> counted.get().ifPresent(onPress));
  }

  /** Passes a press on to a child, which may have been told by the terminal too. */
  public static void relay(Process child) {
    try {
      new ProcessBuilder("kill", "-USR1", Long.toString(child.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      child.destroy();
    }
  }

  /** {@return the exit code of a child, which may have been too young to hear what was relayed} */
  public static int exitCode(Process child, int ifUnheard) throws InterruptedException {
    int code = child.waitFor();
    return code == UNHEARD ? ifUnheard : code;
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
