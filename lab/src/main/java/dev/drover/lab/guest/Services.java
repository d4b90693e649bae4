package dev.drover.lab.guest;

import dev.drover.lab.calculation.CalculationService;
import java.io.IOException;

/** How services of a guest run. */
final class Services {
  private Services() {}

  /** Waits for what comes and answers it. */
  @FunctionalInterface
  interface Service {
    /** Goes on until there is nothing to wait for any more. */
    void serve() throws IOException, InterruptedException;
  }

  /** Sends a datagram. */
  @FunctionalInterface
  interface Reply {
    void send(byte[] datagram) throws IOException;
  }

  /**
   * Starts a service. On a thread of the kernel's: the few that a guest has cost an emulated
   * processor less than the poll that wakes virtual ones.
   */
  static void run(String name, Service service) {
    Thread.ofPlatform()
        .name(name)
        .start(() -> {
          try {
            service.serve();
          } catch (IOException e) {
            System.out.println("drover guest: " + name + ": " + e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Answers a datagram; what is no question, or is not sent, is not answered. */
  static void answer(byte[] datagram, Reply reply) {
    try {
      reply.send(CalculationService.reply(datagram));
    } catch (IllegalArgumentException | IOException e) {
      System.out.println("drover guest: a datagram is not answered: " + e.getMessage());
    }
  }
}
