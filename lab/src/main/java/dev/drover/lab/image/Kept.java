package dev.drover.lab.image;

import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/** Directories of the cache that are there whole or not at all. */
final class Kept {
  /** Fills a directory. */
  @FunctionalInterface
  interface Maker {
    /** Makes what belongs into {@code directory}. */
    void make(Path directory) throws IOException;
  }

  private Kept() {}

  /**
   * {@return {@code directory}, made when it is not there}. Two that make it at once do the work
   * twice; it is the first one's.
   */
  static Path in(Path directory, Maker maker) {
    if (Files.isDirectory(directory)) {
      return directory;
    }
    try {
      Path parent = Files.createDirectories(directory.toAbsolutePath().getParent());
      Path partial = Files.createTempDirectory(parent, "partial-");
      try {
        maker.make(partial);
        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (!Files.isDirectory(directory)) {
          throw e;
        }
      } finally {
        Commands.plain().run("rm", "-rf", partial.toString());
      }
      return directory;
    } catch (IOException e) {
      throw new LabException(directory + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** Gives a file the time that all files of a guest have: Java compares it with its archive's. */
  static void ageless(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
  }
}
