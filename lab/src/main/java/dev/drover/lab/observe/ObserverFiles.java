package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where an observer writes, and the shapes of what it writes. */
final class ObserverFiles {
  /** 100 probes a second: over twenty minutes. */
  static final int PROBES = 1 << 17;

  /** Five samples a second: nearly two hours. */
  static final int SAMPLES = 1 << 15;

  /** A thousand questions a second: over eight minutes. */
  static final int ANSWERS = 1 << 19;

  private ObserverFiles() {}

  static Path directory(Path lab, String client) {
    return lab.resolve("observe").resolve(client);
  }

  static Path file(Path lab, LabFile.GuestVm vm, String what) {
    return directory(lab, vm.workload().client()).resolve(what + "-" + vm.name());
  }

  /** {@return now, in microseconds since the epoch} */
  static long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
