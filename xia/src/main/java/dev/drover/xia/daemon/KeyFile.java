package dev.drover.xia.daemon;

import dev.drover.xia.identity.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Identities in files that only their owner may read. */
public final class KeyFile {
  private KeyFile() {}

  /**
   * {@return the identity that is kept in a file, made when there is none}
   *
   * @throws IllegalArgumentException when the file holds something else
   */
  public static Identity of(Path file) {
    try {
      if (Files.exists(file)) {
        return Identity.ofSecret(Files.readAllBytes(file));
      }
      Identity made = Identity.generate();
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, made.secret(), StandardOpenOption.WRITE);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("key file " + file + " cannot be used", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("key file " + file + ": " + e.getMessage(), e);
    }
  }
}
