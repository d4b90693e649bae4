package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.Workload.Over;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks the VMs that calculate, each on a stream and in datagrams. */
final class Asking {
  static final String STREAM = "answers-stream";
  static final String DATAGRAM = "answers-datagram";
  static final String ECHO = "echo";

  private final Path lab;
  private final Addresses addresses;
  private final List<GuestVm> vms;
  private final Duration probing;

  /**
   * @param probing as the lab file has it
   */
  Asking(Path lab, Addresses addresses, List<GuestVm> vms, Duration probing) {
    this.lab = lab;
    this.addresses = addresses;
    this.probing = probing;
    this.vms = vms.stream().filter(vm -> vm.workload().calculation().isPresent()).toList();
  }

  void start(Commands commands) {
    if (vms.isEmpty()) {
      return;
    }
    Primes primes = Lane.primes();
    for (int i = 0; i < vms.size(); i++) {
      GuestVm vm = vms.get(i);
      if (vm.workload().calculation().orElseThrow().over() == Over.XIA) {
        XiaClient client = XiaClient.start(lab, vm.name(), i, commands);
        client.probe(
            vm.name(),
            probing,
            Ring.writer(ObserverFiles.file(lab, vm, ECHO), 3, ObserverFiles.PROBES));
        start(vm, STREAM, client::stream, primes);
        start(vm, DATAGRAM, client::datagrams, primes);
      } else {
        InetSocketAddress server =
            new InetSocketAddress(addresses.vm(vm.name()), GuestPorts.CALCULATION);
        start(vm, STREAM, () -> StreamWay.tcp(server), primes);
        start(vm, DATAGRAM, () -> new UdpWay(server), primes);
      }
    }
  }

  private void start(GuestVm vm, String what, Way.Opener opener, Primes primes) {
    AnswerLog log = AnswerLog.writer(ObserverFiles.file(lab, vm, what), ObserverFiles.ANSWERS);
    double perSecond = vm.workload().calculation().orElseThrow().perSecond();
    new Lane(what + " " + vm.name(), opener, log, ObserverFiles.ANSWERS, primes, perSecond).start();
  }
}
