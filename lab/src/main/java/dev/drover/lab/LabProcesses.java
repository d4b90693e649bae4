package dev.drover.lab;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Processes;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the processes of a lab by where they run and what they run. */
final class LabProcesses {
  private static final Pattern CONSOLE = Pattern.compile("path=([^,]*console\\.sock)");

  private final LabFile file;
  private final Addresses addresses;
  private final String directory;

  LabProcesses(Path directory, LabFile file) {
    this.file = file;
    this.addresses = new Addresses(file);
    this.directory = directory.toString();
  }

  Optional<ProcessHandle> agent(String host) {
    return java(host, Daemons.AGENT);
  }

  Optional<ProcessHandle> edge(String router) {
    return java(router, Daemons.EDGE);
  }

  Optional<ProcessHandle> xia(String node) {
    return java(node, Daemons.XIA);
  }

  Optional<ProcessHandle> sdn() {
    return java(Addresses.CONTROL, Daemons.SDN);
  }

  Optional<ProcessHandle> observer(String client) {
    return java(client, Daemons.OBSERVER);
  }

  Optional<ProcessHandle> qemu(String host, String vm) {
    return in(host).filter(pid -> isQemuOf(vm, pid)).findFirst().flatMap(ProcessHandle::of);
  }

  List<String> hostsOf(String vm) {
    return file.hosts().stream()
        .map(Host::name)
        .filter(host -> qemu(host, vm).isPresent())
        .toList();
  }

  /** While a VM migrates two hosts have one; the host that had it first counts. */
  Optional<Path> console(String vm) {
    return hostsOf(vm).stream()
        .flatMap(host -> qemu(host, vm).stream())
        .sorted(Comparator.comparingLong(ProcessHandle::pid))
        .flatMap(qemu -> Processes.commandLine(qemu.pid()).stream())
        .map(CONSOLE::matcher)
        .filter(Matcher::find)
        .map(matcher -> Path.of(matcher.group(1)))
        .findFirst();
  }

  private Optional<ProcessHandle> java(String node, String mainClass) {
    return in(node)
        .filter(pid -> {
          List<String> words = Processes.commandLine(pid);
          return words.contains(mainClass) && words.getFirst().endsWith("/java");
        })
        .findFirst()
        .flatMap(ProcessHandle::of);
  }

  private Stream<Long> in(String node) {
    return Processes.in(List.of(addresses.namespace(node))).stream();
  }

  private boolean isQemuOf(String vm, long pid) {
    List<String> words = Processes.commandLine(pid);
    int name = words.indexOf("-name");
    return name >= 0
        && name + 1 < words.size()
        && (words.get(name + 1).equals(vm) || words.get(name + 1).startsWith(vm + ","))
        && words.stream().anyMatch(word -> word.contains(directory));
  }
}
