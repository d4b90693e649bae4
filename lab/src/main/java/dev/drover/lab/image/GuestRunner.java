package dev.drover.lab.image;

import dev.drover.hypervisor.qemu.Accelerator;
import dev.drover.hypervisor.qemu.QemuHypervisor;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.Java;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What runs a lab's guests on this machine.
 *
 * @param accelerator {@code kvm} when a guest really boots with it, else {@code tcg}
 * @param qemu the program
 */
public record GuestRunner(String accelerator, Path qemu) {
  /** A guest that boots with KVM is in user space well within this. */
  private static final Duration KVM_PATIENCE = Duration.ofSeconds(5);

  /**
   * Finds out, trying KVM once for each guest image and host kernel; the answer is kept in {@code
   * cache}.
   *
   * @param commands runs programs for the lab
   * @param listener hears in one line of what takes long
   */
  public static GuestRunner find(
      Path cache, GuestImage image, Commands commands, Consumer<String> listener) {
    Path own = Emulator.own();
    String accelerator = accelerator(cache, image, own, commands);
    return new GuestRunner(
        accelerator, accelerator.equals("kvm") ? own : new Emulator(cache, listener).find());
  }

  private static String accelerator(Path cache, GuestImage image, Path qemu, Commands commands) {
    Path known =
        cache.resolve("accelerator-%s-%s".formatted(System.getProperty("os.version"), image.key()));
    try {
      if (Files.exists(known)) {
        return Files.readString(known).strip();
      }
      // In a process of the lab's own, so that the guest that is tried goes when the lab goes.
      String answer =
          commands
              .run(
                  Java.line(
                      GuestRunner.class,
                      qemu.toString(),
                      image.kernel().toString(),
                      image.initrd().toString()),
                  "")
              .strip();
      Files.writeString(known, answer + "\n");
      return answer;
    } catch (IOException e) {
      throw new LabException(cache + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Tries KVM. Arguments: QEMU, kernel, initial RAM disk. Prints {@code kvm} or {@code tcg}. */
  public static void main(String[] arguments) {
    QemuHypervisor hypervisor = new QemuHypervisor(arguments[0], QemuHypervisor.MACHINE);
    System.out.println(
        Accelerator.detect(hypervisor, Path.of(arguments[1]), Path.of(arguments[2]), KVM_PATIENCE));
  }

  @Override
  public String toString() {
    return accelerator + " with " + qemu;
  }
}
