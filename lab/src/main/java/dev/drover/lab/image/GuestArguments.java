package dev.drover.lab.image;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.Workload;
import dev.drover.lab.net.Addresses;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;

/** The kernel command line that tells a guest who it is and what to run. */
public final class GuestArguments {
  private GuestArguments() {}

  /** {@return the words of the command line, the console included} */
  public static List<String> of(LabFile file, GuestVm vm) {
    Addresses addresses = new Addresses(file);
    Workload workload = vm.workload();
    List<String> words =
        new ArrayList<>(
            List.of(
                "console=ttyS0",
                "quiet",
                "panic=-1",
                // Guests guard nothing; without these the kernel boots a fifth faster when
                // emulated.
                "mitigations=off",
                "nokaslr",
                "no_timer_check",
                "cryptomgr.notests",
                "drover.name=" + vm.name(),
                "drover.ip=" + addresses.vm(vm.name()) + "/" + addresses.prefix(),
                "drover.pattern=" + vm.pattern().count(),
                "drover.workload=" + workload.kind()));
    addresses
        .gatewayOf(vm.host())
        .ifPresentOrElse(
            gateway -> words.add("drover.gateway=" + gateway), () -> words.add("ipv6.disable=1"));
    if (workload.kind() == Workload.Kind.OUTGOING) {
      words.add("drover.peer=" + addresses.client(workload.client()));
      words.add("drover.port=" + addresses.peerPort(vm.name()));
      workload.rate().ifPresent(rate -> words.add("drover.rate=" + rate.bitsPerSecond()));
    }
    workload.load().ifPresent(load -> words.addAll(load(load, workload)));
    List<String> to =
        workload.peers().stream().map(peer -> connection(addresses, vm, peer)).toList();
    List<String> from =
        file.vms().stream()
            .filter(other ->
                other.workload().peers().stream().anyMatch(peer -> peer.vm().equals(vm.name())))
            .map(other -> Integer.toString(addresses.portFrom(other.name())))
            .toList();
    // XIA sends its large packets in fragments of this, which all on a link must take.
    if (file.placement().isPresent() || file.xia().isPresent()) {
      words.add("drover.mtu=" + file.mtu());
    }
    if (!to.isEmpty()) {
      words.add("drover.to=" + String.join(",", to));
    }
    if (!from.isEmpty()) {
      words.add("drover.from=" + String.join(",", from));
    }
    vm.disk().ifPresent(disk -> words.add("drover.disk=" + disk.written().count()));
    workload
        .writer()
        .ifPresent(writer -> {
          words.add("drover.dirty=" + writer.rate().bytesPerSecond());
          words.add("drover.wss=" + writer.workingSet().count());
          words.add("drover.writes=" + writer.writes());
        });
    return List.copyOf(words);
  }

  private static List<String> load(Workload.Load load, Workload workload) {
    List<String> words = new ArrayList<>(List.of("drover.load=" + load.what()));
    if (load.what() == Workload.Load.What.FILES) {
      words.add("drover.processes=" + load.processes());
    }
    words.add("drover.rate=" + workload.rate().map(BitRate::bitsPerSecond).orElse(0L));
    return words;
  }

  /** {@return what a guest of kind peers prints on its console when its connections stand} */
  public static String sendsToAll(GuestVm vm) {
    return "drover guest " + vm.name() + " sends to all its peers";
  }

  private static String connection(Addresses addresses, GuestVm vm, Workload.Peer peer) {
    return "%s:%d:%d:%d"
        .formatted(
            addresses.vm(peer.vm()),
            addresses.portFrom(vm.name()),
            addresses.portTo(peer.vm()),
            peer.rate().bitsPerSecond());
  }
}
