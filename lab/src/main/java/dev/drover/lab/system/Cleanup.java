package dev.drover.lab.system;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes all that a lab made, whatever state it was left in: its processes, its namespaces, its
 * directory; nothing else. Repeating it does no harm.
 */
public final class Cleanup {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Cleanup() {}

  public static void run(Path directory) {
    Ledger ledger = new Ledger(directory);
    endMaker(ledger);
    List<String> namespaces = ledger.namespaces();
    removeOnce(directory, namespaces);
    // What the lab's maker, when it is a thread of this process, began a moment ago.
    removeOnce(directory, namespaces);
  }

  private static void removeOnce(Path directory, List<String> namespaces) {
    endProcesses(directory, namespaces);
    StringBuilder batch = new StringBuilder();
    for (String namespace : namespaces) {
      if (Files.exists(Path.of("/run/netns", namespace))) {
        batch.append("netns del ").append(namespace).append('\n');
      }
    }
    Commands.plain().run(List.of("ip", "-force", "-batch", "-"), batch.toString());
    delete(directory);
  }

  /** A run that is still bringing the lab up would make new things behind our back. */
  private static void endMaker(Ledger ledger) {
    if (ledger.isDone()) {
      return;
    }
    ledger
        .maker()
        .filter(maker -> maker.pid() != ProcessHandle.current().pid())
        .filter(Ledger.Maker::alive)
        .ifPresent(maker -> {
          Processes.kill(List.of(maker.pid()));
          await(() -> !maker.alive(), "process " + maker.pid());
        });
  }

  private static void endProcesses(Path directory, List<String> namespaces) {
    await(
        () -> {
          Set<Long> left = new TreeSet<>(Processes.in(namespaces));
          left.addAll(Processes.marked(directory));
          Processes.kill(left);
          return left.isEmpty();
        },
        "the lab's processes");
  }

  private static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new LabException(
            what + " did not end in " + PATIENCE.toSeconds() + "s; end it and try again");
      }
      try {
        Thread.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabException("interrupted while taking a lab down; run 'lab down' again", e);
      }
    }
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      // Another 'down' was faster.
    } catch (IOException e) {
      throw new LabException(directory + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Removes a directory that labs share, unless there is still something in it. */
  public static void removeWhenEmpty(Path parent) {
    try {
      Files.deleteIfExists(parent);
    } catch (DirectoryNotEmptyException e) {
      // Other labs are there.
    } catch (IOException e) {
      throw new LabException(parent + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
