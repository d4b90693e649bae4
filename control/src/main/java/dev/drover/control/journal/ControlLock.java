package dev.drover.control.journal;

import dev.drover.control.inventory.ControlException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One controller at a time for one directory. The lock is the kernel's: it ends with its process,
 * however that ends.
 */
public final class ControlLock implements AutoCloseable {
  /** The kernel's lock is one process's; this is for two controllers in one process. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final int ATTEMPTS = 5;

  private final Path file;
  private final FileChannel channel;

  private ControlLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock or says who has it.
   *
   * @throws ControlException when another controller is at work
   */
  public static ControlLock take(Path directory) {
    Path file = directory.toAbsolutePath().normalize().resolve("lock");
    String pid = Long.toString(ProcessHandle.current().pid());
    if (!HELD.add(file)) {
      throw busy(directory, pid);
    }
    boolean taken = false;
    try {
      Files.createDirectories(directory);
      FileChannel channel = open(file);
      if (!lock(channel)) {
        channel.close();
        throw busy(directory, Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      taken = true;
      return new ControlLock(file, channel);
    } catch (IOException e) {
      throw new ControlException(
          "the lock " + file + " cannot be taken (" + e + "); correct the directory's rights", e);
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  /** {@return whether a controller is at work with this directory} */
  public static boolean isTaken(Path directory) {
    Path file = directory.toAbsolutePath().normalize().resolve("lock");
    if (HELD.contains(file)) {
      return true;
    }
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = open(file);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (IOException e) {
      throw new ControlException(
          "the lock " + file + " cannot be read (" + e + "); correct the directory's rights", e);
    }
  }

  /** Tries for a moment: someone may just be looking whether the lock is taken. */
  private static boolean lock(FileChannel channel) throws IOException {
    for (int attempt = 1; channel.tryLock() == null; attempt++) {
      if (attempt == ATTEMPTS) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return true;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static ControlException busy(Path directory, String pid) {
    return new ControlException(
        "another drover (process "
            + pid
            + ") works with "
            + directory
            + "; wait for it or end it, then try again");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ControlException("the controller's lock cannot be given back: " + e, e);
    } finally {
      HELD.remove(file);
    }
  }
}
