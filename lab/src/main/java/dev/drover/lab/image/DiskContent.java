package dev.drover.lab.image;

import dev.drover.lab.file.LabFile.Disk;
import dev.drover.lab.file.LabFile.GuestVm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** What a lab's disks hold before their guests are started. */
public final class DiskContent {
  private static final int PIECE = 1 << 20;

  private DiskContent() {}

  /** Deletes what {@link #write} has written, if it has. */
  public static void delete(Path image) {
    try {
      Files.deleteIfExists(image);
    } catch (IOException e) {
      throw new UncheckedIOException(image + " cannot be deleted: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the content of a VM's disk, the same for the same name; the file is as long as that and
   * no longer.
   *
   * @param image where no file need be
   */
  public static void write(GuestVm vm, Disk disk, Path image) {
    SplittableRandom random = new SplittableRandom(vm.name().hashCode());
    byte[] piece = new byte[PIECE];
    try {
      Files.createDirectories(image.toAbsolutePath().getParent());
      try (FileChannel file =
          FileChannel.open(
              image,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (long left = disk.written().count(); left > 0; left -= piece.length) {
          random.nextBytes(piece);
          ByteBuffer bytes = ByteBuffer.wrap(piece, 0, Math.toIntExact(Math.min(left, PIECE)));
          while (bytes.hasRemaining()) {
            file.write(bytes);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(image + " cannot be written: " + e.getMessage(), e);
    }
  }
}
