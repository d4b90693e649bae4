package dev.drover.control.journal;

import dev.drover.control.inventory.ControlException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The controller's journal: JSON lines, appended and forced to disk one by one. Safe for use by
 * many threads; only the holder of the {@link ControlLock} may open it for writing.
 */
public final class Journal implements AutoCloseable {
  private static final String FILE = "journal.jsonl";
  private static final String PREVIOUS = "journal.previous.jsonl";
  private static final long TOO_LONG = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final FileChannel channel;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the journal of a controller's directory for writing. A long one of which nothing is open
   * any more is put aside first; a half-written last line is ended, so that it spoils no other.
   *
   * @throws ControlException when the file cannot be written
   */
  public static Journal open(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      if (Files.exists(file)
          && Files.size(file) > TOO_LONG
          && JournalState.of(read(directory)).isClear()) {
        Files.move(file, directory.resolve(PREVIOUS), StandardCopyOption.REPLACE_EXISTING);
      }
      boolean torn = isTorn(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Journal journal = new Journal(file, channel);
      if (torn) {
        journal.write("\n");
      }
      return journal;
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * {@return the entries of a controller's directory, oldest first; lines that are no entry, as a
   * crash may leave, are passed over}
   */
  public static List<JournalEntry> read(Path directory) {
    Path file = directory.resolve(FILE);
    List<JournalEntry> entries = new ArrayList<>();
    try {
      if (!Files.exists(file)) {
        return entries;
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        if (!line.isBlank()) {
          parse(line, entries);
        }
      }
      return entries;
    } catch (IOException e) {
      throw new ControlException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void parse(String line, List<JournalEntry> entries) {
    try {
      entries.add(JSON.readValue(line, JournalEntry.class));
    } catch (JacksonException e) {
      LOG.debug("passed over a torn line: {}", e.getOriginalMessage());
    }
  }

  /**
   * Appends an entry; it is on disk when this returns.
   *
   * @throws ControlException when it cannot be written: then the deed must not be done
   */
  public synchronized void record(JournalEntry entry) {
    try {
      write(JSON.writeValueAsString(entry) + "\n");
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  private static boolean isTorn(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, channel.size() - 1);
      return last.get(0) != '\n';
    }
  }

  private static ControlException cannotWrite(Path file, IOException e) {
    return new ControlException(
        "the journal " + file + " cannot be written (" + e + "); free space or correct its rights",
        e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }
}
