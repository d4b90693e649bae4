package dev.drover.agent;

import dev.drover.agent.api.VmDisk;
import dev.drover.agent.api.VmSpec;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real guest that counts aloud on its console, so that one sees it run, and only once. */
record QemuGuest(Path kernel, Path initrd) {
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
      [ -z "$DISK" ] || /bin/busybox sh /write-disk &
      /bin/busybox dd if=/dev/urandom of=/filled bs=1M count=16 2>/dev/null
      n=0
      while :; do
        n=$((n+1)); echo "tick $n" > /dev/ttyS0
        [ -z "$WRITES" ] || /bin/busybox dd if=/filled of=/written bs=1M count=4 conv=notrunc 2>/dev/null
        /bin/busybox sleep 0.1
      done
      """;

  /**
   * Writes block after block to the disk, each filled with its number, and says so once it is on
   * the disk.
   */
  private static final String WRITE_DISK =
      """
      for i in 1 2 3; do
        for m in /modules/*.ko; do /bin/busybox insmod $m 2>/dev/null; done
      done
      while [ ! -b /dev/vda ]; do /bin/busybox sleep 0.1; done
      n=0
      while :; do
        n=$((n+1))
        /bin/busybox yes $(printf %08d $n) | /bin/busybox head -c 4096 |
          /bin/busybox dd of=/dev/vda bs=4096 count=1 iflag=fullblock conv=notrunc,fsync \\
            seek=$((n % @BLOCKS@ + @FIRST@)) 2>/dev/null && echo "wrote $n" > /dev/ttyS0
      done
      """;

  /** Blocks of 4 KiB that the guest writes in turn. */
  static final int DISK_BLOCKS = 1024;

  /** The first of them. */
  static final int DISK_FIRST = 4096;

  /** What a guest with a disk needs of its kernel. */
  private static final List<String> MODULES =
      List.of(
          "virtio.ko",
          "virtio_ring.ko",
          "virtio_pci_modern_dev.ko",
          "virtio_pci_legacy_dev.ko",
          "virtio_pci.ko",
          "virtio_blk.ko");

  /** {@return why real guests cannot be tested here, or empty when they can} */
  static Optional<String> obstacle() {
    if (!Files.isExecutable(BUSYBOX)) {
      return Optional.of(BUSYBOX + " is not installed");
    }
    if (Stream.of(System.getenv("PATH").split(":"))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, "qemu-system-x86_64")))) {
      return Optional.of("qemu-system-x86_64 is not installed");
    }
    return kernelFile().isEmpty()
        ? Optional.of("no readable vmlinuz-*-cloud-amd64 in /boot or " + CACHE)
        : Optional.empty();
  }

  private static Optional<Path> kernelFile() {
    return kernelIn(Path.of("/boot")).or(() -> kernelIn(CACHE));
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

  /** {@return the modules that a guest with a disk needs; empty when they are not here} */
  static List<Path> modules() throws IOException {
    Path kernel = kernelFile().orElseThrow();
    String release = kernel.getFileName().toString().substring("vmlinuz-".length());
    Path modules = kernel.resolveSibling("../lib/modules").resolve(release);
    if (!Files.isDirectory(modules)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(modules.resolve("kernel/drivers"))) {
      return files.filter(file -> MODULES.contains(file.getFileName().toString())).toList();
    }
  }

  static QemuGuest make(Path directory) throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory.resolve("root"));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("dev"));
    Files.copy(BUSYBOX, root.resolve("bin/busybox"));
    Files.writeString(root.resolve("init"), INIT);
    Files.writeString(
        root.resolve("write-disk"),
        WRITE_DISK
            .replace("@BLOCKS@", Integer.toString(DISK_BLOCKS))
            .replace("@FIRST@", Integer.toString(DISK_FIRST)));
    Files.createDirectories(root.resolve("modules"));
    for (Path module : modules()) {
      Files.copy(module, root.resolve("modules").resolve(module.getFileName()));
    }
    if (!root.resolve("init").toFile().setExecutable(true)) {
      throw new IOException("cannot make init executable");
    }
    Path initrd = directory.resolve("initrd.gz");
    int code =
        new ProcessBuilder("sh", "-c", "find . | busybox cpio -o -H newc | gzip -1")
            .directory(root.toFile())
            .redirectOutput(initrd.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("busybox cpio failed");
    }
    return new QemuGuest(kernelFile().orElseThrow(), initrd);
  }

  VmSpec spec(String name) {
    return spec(name, List.of("quiet"), Optional.empty());
  }

  /**
   * {@return a guest that writes to 4 MiB ten times a second: at 100 Mbit/s no round of it can be
   * the last unless the downtime may be long}
   */
  VmSpec writing(String name) {
    return spec(name, List.of("quiet", "WRITES=1"), Optional.empty());
  }

  /** {@return a guest that writes to its disk all the time} */
  VmSpec withDisk(String name, VmDisk disk) {
    return spec(name, List.of("quiet", "DISK=1"), Optional.of(disk));
  }

  private VmSpec spec(String name, List<String> arguments, Optional<VmDisk> disk) {
    return new VmSpec(
        name,
        Bytes.ofMebibytes(160),
        1,
        Priority.MEDIUM,
        new Sla(BitRate.ZERO, BitRate.ZERO),
        "52:54:00:00:00:01",
        "10.77.1.1",
        kernel.toString(),
        initrd.toString(),
        arguments,
        disk);
  }
}
