package dev.drover.agent.vm;

import dev.drover.calls.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * Records that survive a crash: one JSON file each, replaced as a whole. When {@link #save} has
 * returned, the record is on the disk; when it has not, the earlier one is, whole. Calls for one
 * key must not overlap.
 *
 * @param <T> a record type that {@link Json} knows
 */
public final class DurableRecords<T> {
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final Class<T> type;

  public DurableRecords(Path directory, Class<T> type) {
    this.directory = directory;
    this.type = type;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory + ": cannot be made: " + e.getClass().getSimpleName(), e);
    }
  }

  /** {@return whether {@code key} may name a record: it becomes a file's name} */
  public static boolean isKey(String key) {
    return key.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  }

  public void save(String key, T value) {
    if (!isKey(key)) {
      throw new IllegalArgumentException(
          "'" + key + "' must be letters, digits, '.', '_' and '-', at most 100");
    }
    Path file = directory.resolve(key + SUFFIX);
    Path next = directory.resolve(key + ".next");
    try {
      write(next, Json.MAPPER.writeValueAsBytes(value));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  public void delete(String key) {
    try {
      Files.deleteIfExists(directory.resolve(key + SUFFIX));
      syncDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException(directory + ": cannot delete " + key, e);
    }
  }

  /**
   * {@return all records by key}
   *
   * @throws UncheckedIOException when one cannot be read: to go on without it could start a VM
   *     twice
   */
  public SortedMap<String, T> load() {
    SortedMap<String, T> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        all.put(name.substring(0, name.length() - SUFFIX.length()), read(file));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(directory + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private T read(Path file) throws IOException {
    try {
      return Json.MAPPER.readValue(Files.readAllBytes(file), type);
    } catch (JacksonException e) {
      throw new IOException(file + " is not a record of this agent: " + e.getOriginalMessage(), e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private void syncDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
