package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.Processes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process in a client's namespace that is every tenant's other end: it makes the traffic,
 * probes the VMs and writes down what it sees, for {@link Observations} to read.
 */
public final class ObserverMain {
  /** What an earlier observer of this client may have left running. */
  private static final List<String> PROGRAMS = List.of("iperf3", "fping");

  private ObserverMain() {}

  /** Runs until killed. Arguments: the lab's directory, the client's name. */
  public static void main(String[] arguments) throws IOException {
    Path lab = Path.of(arguments[0]);
    String client = arguments[1];
    LabFile file = LabFile.read(lab.resolve("lab.yaml"));
    Addresses addresses = new Addresses(file);
    Commands commands = Commands.of(lab);
    List<GuestVm> vms =
        file.vms().stream().filter(vm -> vm.workload().client().equals(client)).toList();
    String namespace = addresses.namespace(client);
    Processes.kill(
        Processes.in(List.of(namespace)).stream()
            .filter(pid -> PROGRAMS.stream().anyMatch(Processes.commandLine(pid)::contains))
            .toList());
    Files.createDirectories(ObserverFiles.directory(lab, client));
    new GoodputMeter(lab, file, vms).start(commands);
    new Probes(lab, file, vms).start(commands);
    new LoadMeter(lab, file, vms).start();
    new Asking(lab, addresses, vms, file.probing()).start(commands);
    for (GuestVm vm : vms) {
      BulkPeer.command(addresses, vm).ifPresent(command -> BulkPeer.start(commands, command));
      vm.workload()
          .requests()
          .ifPresent(requests ->
              new LoadGenerator(
                      new InetSocketAddress(addresses.vm(vm.name()), GuestPorts.MEMCACHED),
                      requests)
                  .start(
                      ObserverFiles.file(lab, vm, "latency"),
                      ObserverFiles.file(lab, vm, "requests")));
    }
  }
}
