package dev.drover.lab.image;

import dev.drover.hypervisor.qemu.Accelerator;
import dev.drover.hypervisor.qemu.QemuHypervisor;
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
   * @param listener hears in one line of what takes long
   */
  public static GuestRunner find(Path cache, GuestImage image, Consumer<String> listener) {
    Path own = Emulator.own();
    String accelerator = accelerator(cache, image, own);
    return new GuestRunner(
        accelerator, accelerator.equals("kvm") ? own : new Emulator(cache, listener).find());
  }

  private static String accelerator(Path cache, GuestImage image, Path qemu) {
    Path known =
        cache.resolve(
            "accelerator-%s-%s"
                .formatted(
                    System.getProperty("os.version"),
                    image.initrd().getName(image.initrd().getNameCount() - 2)));
    try {
      if (Files.exists(known)) {
        return Files.readString(known).strip();
      }
      QemuHypervisor hypervisor = new QemuHypervisor(qemu.toString(), QemuHypervisor.MACHINE);
      String answer = Accelerator.detect(hypervisor, image.kernel(), image.initrd(), KVM_PATIENCE);
      Files.writeString(known, answer + "\n");
      return answer;
    } catch (IOException e) {
      throw new LabException(cache + " cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return accelerator + " with " + qemu;
  }
}
