package dev.drover.lab.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds processes by what they belong to, from {@code /proc}. */
public final class Processes {
  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /** {@return the ids of all processes inside any of these network namespaces, but not our own} */
  public static Set<Long> in(Collection<String> namespaces) {
    Set<String> inodes = new TreeSet<>();
    for (String namespace : namespaces) {
      inodeOf(namespace).ifPresent(inode -> inodes.add("net:[" + inode + "]"));
    }
    Set<Long> found = new TreeSet<>();
    if (!inodes.isEmpty()) {
      for (long pid : others()) {
        if (link(pid, "ns/net").filter(inodes::contains).isPresent()) {
          found.add(pid);
        }
      }
    }
    return found;
  }

  /** {@return the ids of all processes that carry the lab's mark, but not our own} */
  public static Set<Long> marked(Path lab) {
    String mark = Commands.MARK + "=" + lab;
    Set<Long> found = new TreeSet<>();
    for (long pid : others()) {
      if (text(pid, "environ")
          .filter(all -> List.of(all.split("\0", -1)).contains(mark))
          .isPresent()) {
        found.add(pid);
      }
    }
    return found;
  }

  /** {@return the words of a process's command line; empty when it is gone} */
  public static List<String> commandLine(long pid) {
    return text(pid, "cmdline").map(all -> List.of(all.split("\0", -1))).orElse(List.of());
  }

  /** {@return when the process started, in clock ticks since boot: with its id, its identity} */
  public static OptionalLong startTime(long pid) {
    return text(pid, "stat")
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19])
        .map(ticks -> OptionalLong.of(Long.parseLong(ticks)))
        .orElse(OptionalLong.empty());
  }

  /** Ends these processes at once, whatever they are doing. */
  public static void kill(Collection<Long> pids) {
    for (long pid : pids) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** {@return whether this process runs as root} */
  public static boolean isRoot() {
    try {
      return ((Integer) Files.getAttribute(PROC.resolve("self"), "unix:uid")) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Object> inodeOf(String namespace) {
    try {
      return Optional.of(Files.getAttribute(Path.of("/run/netns", namespace), "unix:ino"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Long> others() {
    long self = ProcessHandle.current().pid();
    List<Long> pids = new ArrayList<>();
    try (Stream<Path> entries = Files.list(PROC)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
          .map(Long::valueOf)
          .filter(pid -> pid != self)
          .forEach(pids::add);
    } catch (IOException e) {
      throw new LabException("/proc cannot be read; mount it", e);
    }
    return pids;
  }

  private static Optional<String> link(long pid, String name) {
    try {
      return Optional.of(
          Files.readSymbolicLink(PROC.resolve(Long.toString(pid)).resolve(name)).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(long pid, String name) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(name));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8)).filter(all -> !all.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
