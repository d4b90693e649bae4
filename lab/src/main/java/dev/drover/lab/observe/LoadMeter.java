package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks guests once a second what their loads have done so far. Row: time in µs since the epoch,
 * operations, bytes, and 1 when the guest has found something wrong, else 0.
 */
final class LoadMeter {
  static final String LOAD = "load";

  private static final Logger LOG = LoggerFactory.getLogger(LoadMeter.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int PATIENCE_MS = 2000;
  private static final int LONGEST = 256;

  private final Path lab;
  private final Addresses addresses;
  private final List<GuestVm> vms;

  LoadMeter(Path lab, LabFile file, List<GuestVm> vms) {
    this.lab = lab;
    this.addresses = new Addresses(file);
    this.vms = vms.stream().filter(vm -> vm.workload().load().isPresent()).toList();
  }

  /** What a load has done since it began; {@code fault} says what it found wrong. */
  record Done(long operations, long bytes, Optional<String> fault) {
    /** {@return what a guest's line says, empty when it is none} */
    static Optional<Done> parse(String line) {
      String[] words = line.strip().split(" ", 3);
      try {
        if (words[0].equals("OK") && words.length == 3) {
          return Optional.of(
              new Done(Long.parseLong(words[1]), Long.parseLong(words[2]), Optional.empty()));
        }
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      return words[0].equals("BAD")
          ? Optional.of(new Done(0, 0, Optional.of(line.strip().substring("BAD".length()).strip())))
          : Optional.empty();
    }
  }

  void start() {
    for (GuestVm vm : vms) {
      Ring ring = Ring.writer(ObserverFiles.file(lab, vm, LOAD), 4, ObserverFiles.SAMPLES);
      InetSocketAddress server = new InetSocketAddress(addresses.vm(vm.name()), GuestPorts.LOAD);
      Thread.ofVirtual().name("load " + vm.name()).start(() -> watch(vm.name(), server, ring));
    }
  }

  private static void watch(String vm, InetSocketAddress server, Ring ring) {
    try {
      while (true) {
        look(vm, server, ring);
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void look(String vm, InetSocketAddress server, Ring ring) {
    try (Socket socket = new Socket()) {
      socket.connect(server, PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      byte[] line = socket.getInputStream().readNBytes(LONGEST);
      Done.parse(new String(line, StandardCharsets.US_ASCII))
          .ifPresent(done -> {
            done.fault().ifPresent(fault -> LOG.error("the load of vm {}: {}", vm, fault));
            long[] last = ring.last().orElseGet(() -> new long[4]);
            ring.add(
                ObserverFiles.nowUs(),
                done.fault().isPresent() ? last[1] : done.operations(),
                done.fault().isPresent() ? last[2] : done.bytes(),
                done.fault().isPresent() ? 1 : 0);
          });
    } catch (IOException e) {
      LOG.debug("load of {}: {}", vm, e.toString());
    }
  }
}
