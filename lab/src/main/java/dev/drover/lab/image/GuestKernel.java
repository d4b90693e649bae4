package dev.drover.lab.image;

import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Debian's cloud kernel with its modules: the installed one, or a package taken apart in the cache.
 * No kernel is ever installed on the user's machine.
 *
 * @param image the kernel
 * @param modules the directory of its modules
 */
record GuestKernel(Path image, Path modules) {
  private static final String SUFFIX = "-cloud-amd64";
  private static final String PACKAGE = "linux-image" + SUFFIX;

  /** What a guest with one virtio NIC and one virtio disk on PCI needs, and what that needs. */
  private static final List<String> MODULES =
      List.of(
          "virtio",
          "virtio_ring",
          "virtio_pci_modern_dev",
          "virtio_pci_legacy_dev",
          "virtio_pci",
          "failover",
          "net_failover",
          "virtio_net",
          "virtio_blk",
          "loop");

  /** {@return the kernel, from this machine, from the cache, or downloaded into the cache} */
  static GuestKernel find(Path cache) {
    return newest(Path.of("/"))
        .or(() -> newest(cache.resolve("kernel")))
        .orElseGet(() -> download(cache));
  }

  /** {@return module files, uncompressed or not, that exist for this kernel} */
  List<Path> moduleFiles() {
    try (Stream<Path> files = Files.walk(modules.resolve("kernel"))) {
      List<Path> found = files.filter(file -> MODULES.contains(moduleName(file))).sorted().toList();
      if (found.stream().noneMatch(file -> moduleName(file).equals("virtio_net"))) {
        throw new LabException(modules + " has no virtio_net; install " + PACKAGE);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String moduleName(Path file) {
    String name = file.getFileName().toString();
    int end = name.indexOf(".ko");
    return end < 0 ? "" : name.substring(0, end).replace('-', '_');
  }

  private static Optional<GuestKernel> newest(Path root) {
    Path boot = root.resolve("boot");
    if (!Files.isDirectory(boot)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(boot)) {
      return files
          .filter(file -> file.getFileName().toString().matches("vmlinuz-.*" + SUFFIX))
          .map(file -> new GuestKernel(file, root.resolve("lib/modules").resolve(release(file))))
          .filter(kernel -> Files.isDirectory(kernel.modules().resolve("kernel")))
          .filter(kernel -> Files.isReadable(kernel.image()))
          .max(Comparator.comparing(kernel -> kernel.image().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String release(Path image) {
    return image.getFileName().toString().substring("vmlinuz-".length());
  }

  private static GuestKernel download(Path cache) {
    String script = new String(GuestImageBuilder.resource("fetch-kernel"), StandardCharsets.UTF_8);
    Commands.plain().run(List.of("sh", "-s", cache.toString()), script);
    return newest(cache.resolve("kernel"))
        .orElseThrow(() -> new LabException(PACKAGE + " holds no kernel; report this"));
  }

  /** {@return a module's bytes, uncompressed} */
  static byte[] read(Path module) {
    String name = module.toString();
    List<String> unpack = new ArrayList<>();
    if (name.endsWith(".xz")) {
      unpack.addAll(List.of("xz", "-dc", name));
    } else if (name.endsWith(".zst")) {
      unpack.addAll(List.of("zstd", "-dc", name));
    }
    try {
      if (unpack.isEmpty()) {
        return Files.readAllBytes(module);
      }
      Process process = new ProcessBuilder(unpack).start();
      return process.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new LabException(module + " cannot be read: " + e.getMessage(), e);
    }
  }
}
