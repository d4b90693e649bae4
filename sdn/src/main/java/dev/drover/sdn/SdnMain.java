package dev.drover.sdn;

import dev.drover.yaml.YamlException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The controller's program: {@code SdnMain CONFIG.yaml}. It runs until SIGTERM; killing it at any
 * time is safe, flows stay. Exit code 2 with one line on standard error means that it could not
 * start, 1 that it failed later.
 */
public final class SdnMain {
  private static final int FAILED = 1;
  private static final int CANNOT_START = 2;

  private SdnMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.setProperty("logback.configurationFile", "dev/drover/sdn/logback.xml");
    SdnDaemon daemon;
    try {
      if (arguments.length != 1) {
        throw new IllegalArgumentException("give one argument: the configuration file");
      }
      daemon = new SdnDaemon(SdnConfigFile.read(Path.of(arguments[0])));
    } catch (IllegalArgumentException | YamlException | UncheckedIOException e) {
      System.err.println("drover-sdn: " + line(e));
      System.exit(CANNOT_START);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(daemon::close, "end"));
    System.out.println(daemon.describe());
    System.out.flush();
    try {
      daemon.await();
    } catch (IllegalStateException e) {
      System.err.println("drover-sdn: " + line(e));
      System.exit(FAILED);
    }
  }

  private static String line(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
