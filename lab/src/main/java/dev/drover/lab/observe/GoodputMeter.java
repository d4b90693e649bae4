package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.observe.GoodputTally.Totals;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the kernel's TCP counters of every connection with a VM five times a second. Row: time in
 * µs since the epoch, then the four {@link Totals}.
 */
final class GoodputMeter {
  static final Duration INTERVAL = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(GoodputMeter.class);
  private static final List<String> SS =
      List.of("ss", "-tinHO", "state", "established", "dst", "10.77.1.0/24");

  private final Map<String, Ring> rings = new LinkedHashMap<>();
  private final GoodputTally tally = new GoodputTally();

  GoodputMeter(Path lab, LabFile file, List<LabFile.GuestVm> vms) {
    Addresses addresses = new Addresses(file);
    for (LabFile.GuestVm vm : vms) {
      Path ring = ObserverFiles.file(lab, vm, "goodput");
      Ring writer = Ring.writer(ring, 5, ObserverFiles.SAMPLES);
      rings.put(addresses.vm(vm.name()), writer);
      writer
          .last()
          .ifPresent(row ->
              tally.resume(
                  addresses.vm(vm.name()), new Totals(row[1], row[2], 0, row[4] + row[3])));
    }
  }

  void start(Commands commands) {
    Thread.ofPlatform()
        .name("goodput")
        .start(() -> {
          long next = System.nanoTime();
          while (true) {
            try {
              look(commands);
            } catch (LabException e) {
              LOG.warn("goodput not read: {}", e.getMessage());
            }
            next += INTERVAL.toNanos();
            for (long left; (left = next - System.nanoTime()) > 0; ) {
              LockSupport.parkNanos(left);
            }
          }
        });
  }

  private void look(Commands commands) {
    long before = ObserverFiles.nowUs();
    String output = commands.run(SS, "");
    long at = (before + ObserverFiles.nowUs()) / 2;
    tally.look(SocketLine.parse(output));
    rings.forEach((address, ring) -> {
      Totals totals = tally.of(address);
      ring.add(at, totals.toPeer(), totals.fromPeer(), totals.open(), totals.closed());
    });
  }
}
