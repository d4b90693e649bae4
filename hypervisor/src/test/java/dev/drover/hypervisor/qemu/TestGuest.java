package dev.drover.hypervisor.qemu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Linux guest that fills some memory, then rewrites a part of it and counts aloud on its console.
 */
final class TestGuest {
  private static final Path BUSYBOX = Path.of("/usr/bin/busybox");

  /** Where {@code ./drover test} puts a kernel when the machine has none. */
  private static final Path CACHE =
      Path.of(
          Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
              .orElseGet(() -> System.getProperty("user.home") + "/.cache"),
          "drover/kernel/boot");

  private static final String INIT =
      """
      #!/bin/busybox sh
      /bin/busybox mount -t devtmpfs dev /dev
      /bin/busybox dd if=/dev/urandom of=/filled bs=1M count=24 2>/dev/null
      n=0
      while :; do
        /bin/busybox dd if=/filled of=/rewritten bs=1M count=8 conv=notrunc 2>/dev/null
        n=$((n+1))
        echo "tick $n" > /dev/ttyS0
        /bin/busybox sleep 0.1
      done
      """;

  private TestGuest() {}

  /**
   * {@return the QEMU to test; the property {@code drover.qemu} names another than the installed}
   */
  static QemuHypervisor hypervisor() {
    String binary = System.getProperty("drover.qemu", QemuHypervisor.BINARY);
    boolean there =
        binary.contains("/")
            ? Files.isExecutable(Path.of(binary))
            : Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, binary)));
    need(there, binary + " is not installed");
    return new QemuHypervisor(binary, QemuHypervisor.MACHINE);
  }

  static Path kernel() {
    Optional<Path> kernel = kernelIn(Path.of("/boot")).or(() -> kernelIn(CACHE));
    need(kernel.isPresent(), "no readable vmlinuz-*-cloud-amd64 in /boot or " + CACHE);
    return kernel.orElseThrow();
  }

  private static Optional<Path> kernelIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.getFileName().toString().matches("vmlinuz-.*-cloud-amd64"))
          .filter(Files::isReadable)
          .max(Path::compareTo);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes the guest's RAM disk in {@code directory}. */
  static Path initrd(Path directory) throws IOException, InterruptedException {
    need(Files.isExecutable(BUSYBOX), BUSYBOX + " is not installed");
    Path root = Files.createDirectories(directory.resolve("root"));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("dev"));
    Files.copy(BUSYBOX, root.resolve("bin/busybox"));
    Files.writeString(root.resolve("init"), INIT);
    need(root.resolve("init").toFile().setExecutable(true), "cannot make a file executable");
    Path initrd = directory.resolve("initrd.gz");
    int code =
        new ProcessBuilder("sh", "-c", "find . | busybox cpio -o -H newc | gzip -1")
            .directory(root.toFile())
            .redirectOutput(initrd.toFile())
            .start()
            .waitFor();
    need(code == 0, "busybox cpio failed");
    return initrd;
  }

  private static void need(boolean condition, String otherwise) {
    if (!condition) {
      System.out.println("SKIPPED: tests with real QEMU: " + otherwise);
    }
    assumeTrue(condition, otherwise);
  }
}
