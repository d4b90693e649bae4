package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what runs guests here. */
public final class Accelerator {
  private static final Logger LOG = LoggerFactory.getLogger(Accelerator.class);
  private static final Path DEVICE = Path.of("/dev/kvm");

  /** What Linux prints when it hands over to user space. */
  private static final String BOOTED = "Run /";

  private Accelerator() {}

  /**
   * Boots a guest with KVM and looks whether it reaches user space: a {@code /dev/kvm} that exists
   * may still run nothing, as on some nested hosts. Takes a second or two where KVM works, and
   * {@code patience} where it does not, so keep the answer.
   *
   * @return {@code kvm} or {@code tcg}
   */
  public static String detect(
      QemuHypervisor hypervisor, Path kernel, Path initrd, Duration patience) {
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return "tcg";
    }
    try {
      Path directory = Files.createTempDirectory("drover-kvm");
      try {
        return boots(hypervisor, directory, kernel, initrd, patience) ? "kvm" : "tcg";
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot try KVM in a temporary directory", e);
    }
  }

  private static boolean boots(
      QemuHypervisor hypervisor, Path directory, Path kernel, Path initrd, Duration patience)
      throws IOException {
    VmLaunch probe =
        new VmLaunch(
            "kvm-probe",
            directory,
            Bytes.ofMebibytes(256),
            1,
            kernel,
            initrd,
            List.of("loglevel=7"),
            "",
            "",
            false,
            false,
            "kvm",
            Optional.empty());
    Vm vm;
    try {
      vm = hypervisor.launch(probe);
    } catch (HypervisorException e) {
      LOG.debug("QEMU does not start with KVM", e);
      return false;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      Path console = new VmDirectory(directory).consoleLog();
      while (vm.alive() && System.nanoTime() < deadline) {
        if (Files.readString(console, StandardCharsets.ISO_8859_1).contains(BOOTED)) {
          return true;
        }
        Thread.sleep(50);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      vm.kill();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
