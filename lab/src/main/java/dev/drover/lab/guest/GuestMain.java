package dev.drover.lab.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * What a guest with a Java runtime runs: the calculation service, over TCP and UDP, and over XIA
 * where the guest has an identity there. Each prints on the console once it answers.
 */
public final class GuestMain {
  /** In place of a port: does what takes long to load and ends, for the archive of classes. */
  public static final String REHEARSE = "rehearse";

  private GuestMain() {}

  /**
   * Arguments: the port of TCP and UDP; and the directory of what the guest needs for XIA. Runs
   * until it is ended.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals(REHEARSE)) {
      Rehearsal.play();
      return;
    }
    InternetService.start(Integer.parseInt(arguments[0]));
    System.out.println("drover guest calculates over TCP and UDP");
    if (arguments.length > 1) {
      XiaService.start(Path.of(arguments[1]));
    }
    new CountDownLatch(1).await();
  }
}
