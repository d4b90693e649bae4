package dev.drover.lab.image;

import dev.drover.lab.system.LabException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/**
 * A part of a guest's file system. An initial RAM disk may be a row of archives, compressed or not,
 * each at a multiple of four bytes; the kernel unpacks one over the other (kernel documentation,
 * "initramfs buffer format"). So what guests have in common is packed once.
 */
public final class Layer {
  private static final int ALIGNMENT = 4;

  private Layer() {}

  /** Packs files by their path in the guest; directories are made for them. */
  static void pack(Path target, Map<String, byte[]> files) throws IOException {
    try (Cpio cpio = new Cpio(new GZIPOutputStream(Files.newOutputStream(target), 1 << 16))) {
      write(cpio, files);
    }
  }

  private static void write(Cpio cpio, Map<String, byte[]> files) throws IOException {
    TreeSet<String> directories = new TreeSet<>();
    for (String file : files.keySet()) {
      for (int end = file.indexOf('/'); end > 0; end = file.indexOf('/', end + 1)) {
        directories.add(file.substring(0, end));
      }
    }
    for (String directory : directories) {
      cpio.directory(directory);
    }
    for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
      cpio.file(file.getKey(), file.getValue());
    }
  }

  /**
   * Puts a guest's initial RAM disk together; only its owner may read it.
   *
   * @param layers the lowest first
   * @param own files of this guest alone, over all layers: its secrets, which nobody sees in a list
   *     of processes
   */
  public static void join(Path target, List<Path> layers, Map<String, byte[]> own) {
    try {
      Files.deleteIfExists(target);
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
        for (Path layer : layers) {
          try (InputStream in = Files.newInputStream(layer)) {
            long size = in.transferTo(out);
            out.write(new byte[(int) (-size & (ALIGNMENT - 1))]);
          }
        }
        try (Cpio cpio = new Cpio(out)) {
          write(cpio, own);
        }
      }
    } catch (IOException e) {
      throw new LabException(target + " cannot be written: " + e.getMessage(), e);
    }
  }
}
