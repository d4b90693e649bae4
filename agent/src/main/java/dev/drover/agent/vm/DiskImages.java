package dev.drover.agent.vm;

import dev.drover.agent.api.VmDisk;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The images of VMs' disks: each a file in its VM's directory, so that it goes when the VM does.
 */
final class DiskImages {
  private DiskImages() {}

  /** {@return where a VM's image is, or would be} */
  static Path of(Path vmDirectory) {
    return vmDirectory.resolve("disk.raw");
  }

  /**
   * Makes a VM's image, unless the VM had one here and starts again.
   *
   * @param role as destination the image is empty: what it holds comes from the source
   * @return empty when the VM has no disk
   * @throws CallException refused, when the image to begin with is missing or too large
   */
  static Optional<Path> make(VmSpec spec, Path vmDirectory, Role role) {
    if (spec.disk().isEmpty()) {
      return Optional.empty();
    }
    VmDisk disk = spec.disk().get();
    Path image = of(vmDirectory);
    try {
      Files.createDirectories(vmDirectory);
      if (role != Role.OWNER) {
        Files.deleteIfExists(image);
      } else if (!Files.exists(image) && disk.image().isPresent()) {
        begin(spec.name(), disk, Path.of(disk.image().get()), image);
      }
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(disk.size().count());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(image + ": the disk cannot be made: " + e.getMessage(), e);
    }
    return Optional.of(image);
  }

  /** Copies with holes, and without copying where the file system can share. */
  private static void begin(String vm, VmDisk disk, Path from, Path image) throws IOException {
    if (!Files.isReadable(from)) {
      throw new CallException(
          Kind.REFUSED, "vm %s: its disk's image %s cannot be read".formatted(vm, from));
    }
    if (Files.size(from) > disk.size().count()) {
      throw new CallException(
          Kind.REFUSED,
          "vm %s: its disk's image %s has %d bytes and the disk only %s"
              .formatted(vm, from, Files.size(from), disk.size()));
    }
    Process copy =
        new ProcessBuilder(
                "cp", "--sparse=always", "--reflink=auto", from.toString(), image.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(copy.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (copy.waitFor() != 0) {
        Files.deleteIfExists(image);
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + from + " was copied", e);
    }
  }
}
