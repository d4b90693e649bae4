package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.Workload;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client's end of a VM's bulk traffic: iperf3, started again whenever it ends. */
final class BulkPeer {
  private static final Logger LOG = LoggerFactory.getLogger(BulkPeer.class);
  private static final Duration PAUSE = Duration.ofMillis(300);

  private BulkPeer() {}

  /**
   * {@return iperf3's command line for this VM, empty when it has no bulk traffic}
   *
   * <p>Rates are paced by the socket ({@code --fq-rate}); iperf3's own {@code -b} catches up after
   * a pause, which would hide what was lost in it.
   */
  static Optional<List<String>> command(Addresses addresses, GuestVm vm) {
    Workload workload = vm.workload();
    if (workload.kind() == Workload.Kind.OUTGOING) {
      String port = Integer.toString(addresses.peerPort(vm.name()));
      return Optional.of(List.of("iperf3", "-s", "-p", port, "-i", "0", "--rcv-timeout", "30000"));
    }
    if (workload.kind() != Workload.Kind.INCOMING) {
      return Optional.empty();
    }
    String port = Integer.toString(GuestPorts.BULK);
    List<String> command =
        new ArrayList<>(
            List.of("iperf3", "-c", addresses.vm(vm.name()), "-p", port, "-i", "0", "-t", "86400"));
    workload
        .rate()
        .ifPresent(rate -> command.addAll(List.of("--fq-rate", rate.bitsPerSecond() + "")));
    return Optional.of(command);
  }

  static void start(Commands commands, List<String> command) {
    Thread.ofVirtual()
        .name(String.join(" ", command))
        .start(() -> {
          try {
            while (true) {
              once(commands, command);
              Thread.sleep(PAUSE);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException e) {
            throw new LabException("iperf3 does not start; install the package iperf3", e);
          }
        });
  }

  private static void once(Commands commands, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        commands
            .builder(command)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    LOG.info("{} ended with code {}", command, process.waitFor());
  }
}
