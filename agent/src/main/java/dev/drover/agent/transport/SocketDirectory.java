package dev.drover.agent.transport;

import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a transport's Unix sockets stand. Only the agent's user may enter it: who could connect
 * there could write a VM's memory.
 */
public final class SocketDirectory {
  private final Path path;

  /** Makes nothing yet. */
  public SocketDirectory(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** {@return where it is, whether or not it has been made} */
  public Path path() {
    return path;
  }

  /**
   * {@return the directory, which is there}
   *
   * @throws CallException when it cannot be made
   */
  public Path make() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path.getParent());
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new CallException(Kind.REFUSED, "cannot make " + path + ": " + e, e);
    }
    return path;
  }
}
