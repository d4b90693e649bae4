package dev.drover.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that a command makes for itself: it is gone when this is closed or the JVM ends. */
public final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Thread hook;

  private Scratch(Path folder) {
    this.folder = folder;
    this.hook = new Thread(this::tryToDelete, "end of " + folder);
  }

  /** Makes one, among the system's temporary ones. */
  public static Scratch make(String prefix) throws IOException {
    Scratch made = new Scratch(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(made.hook);
    return made;
  }

  public Path folder() {
    return folder;
  }

  private void tryToDelete() {
    try {
      delete(folder);
    } catch (IOException e) {
      // Whoever writes there is ended in this moment too; there is nobody left to tell.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook deletes it.
      return;
    }
    delete(folder);
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> files = Files.walk(folder)) {
      inside = files.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path file : inside) {
      Files.deleteIfExists(file);
    }
  }
}
