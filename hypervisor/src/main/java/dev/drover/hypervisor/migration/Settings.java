package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.qmp.QmpCommand;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What QEMU is told about a migration before and while it runs. */
public final class Settings {
  /** How long QEMU may take to take note. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** In bytes per second; QEMU's own default of 128 MiB/s would be a limit. */
  private static final long NO_LIMIT = 1L << 40;

  /** What post-copy needs of QEMU. */
  public static final String POST_COPY = "postcopy-ram";

  /**
   * Pages that a vCPU waits for get a connection of their own. Without it each queues behind all
   * that is pushed, and a guest that faults often stands still for seconds although it "runs".
   */
  static final String PREEMPT = "postcopy-preempt";

  /** Pages go over several connections at a time. */
  static final String SEVERAL = "multifd";

  /** QEMU stops before it gives the VM away and waits to be told to go on. */
  static final String PAUSE = "pause-before-switchover";

  /** With what bandwidth the rest is reckoned, from QEMU 8.2 on; 0 for what was measured last. */
  static final String SWITCHOVER = "avail-switchover-bandwidth";

  private Settings() {}

  /**
   * Switches on what {@code technique} needs, at either end: a return path, so that "completed"
   * means that the destination has everything; events; post-copy and several connections where they
   * are wanted.
   *
   * @param pause whether QEMU is to wait before it gives the VM away, at the source
   */
  public static void prepare(Monitor monitor, Technique technique, int connections, boolean pause) {
    Map<String, Boolean> offered =
        monitor.execute(new QmpCommand.QueryMigrateCapabilities(), TIMEOUT);
    boolean postCopy = technique != Technique.PRE_COPY;
    boolean several = connections > 1;
    if (several && postCopy) {
      throw new HypervisorException(
          "Unsupported", "QEMU sends over several connections in pre-copy only");
    }
    if (several && !offered.containsKey(SEVERAL)) {
      throw new HypervisorException("Unsupported", "this QEMU offers no " + SEVERAL);
    }
    if (postCopy && !offered.containsKey(POST_COPY)) {
      throw new HypervisorException("Unsupported", "this QEMU offers no " + POST_COPY);
    }
    if (pause && !offered.containsKey(PAUSE)) {
      throw new HypervisorException(
          "Unsupported", "this QEMU offers no " + PAUSE + ", which a VM with a disk needs");
    }
    Map<String, Boolean> wanted = new TreeMap<>();
    wanted.put("events", true);
    wanted.put("return-path", true);
    wanted.put(POST_COPY, postCopy);
    wanted.put(PREEMPT, postCopy);
    wanted.put(SEVERAL, several);
    wanted.put(PAUSE, pause);
    wanted.keySet().retainAll(offered.keySet());
    monitor.execute(new QmpCommand.SetCapabilities(wanted), TIMEOUT);
    if (several) {
      monitor.execute(
          new QmpCommand.SetParameters(Map.of("multifd-channels", (long) connections)), TIMEOUT);
    }
  }

  static long bytesPerSecond(Optional<BitRate> rate) {
    return rate.map(r -> Math.max(1, r.bitsPerSecond() / 8)).orElse(NO_LIMIT);
  }

  /** {@return a limit as mirrors have it: in bytes per second, 0 for none} */
  static long mirrorSpeed(Optional<BitRate> rate) {
    return rate.map(r -> Math.max(1, r.bitsPerSecond() / 8)).orElse(0L);
  }

  /** Limits what is sent, in both phases alike. QEMU spends it in slices of 100 ms. */
  static void limitRate(Monitor monitor, Optional<BitRate> rate) {
    long bytesPerSecond = bytesPerSecond(rate);
    monitor.execute(
        new QmpCommand.SetParameters(
            Map.of("max-bandwidth", bytesPerSecond, "max-postcopy-bandwidth", bytesPerSecond)),
        TIMEOUT);
  }

  /** {@return whether QEMU can be told with what bandwidth to reckon} */
  static boolean reckons(Monitor monitor) {
    return monitor
        .execute(new QmpCommand.QueryMigrateParameters(), TIMEOUT)
        .containsKey(SWITCHOVER);
  }

  /**
   * Forgets what an earlier migration of this QEMU was reckoned with.
   *
   * @return whether QEMU can be told with what bandwidth to reckon
   */
  static boolean forgetSwitchover(Monitor monitor) {
    boolean known = reckons(monitor);
    if (known) {
      monitor.execute(new QmpCommand.SetParameters(Map.of(SWITCHOVER, 0L)), TIMEOUT);
    }
    return known;
  }

  /** Sets integer parameters all at once. */
  static void set(Monitor monitor, Map<String, Long> parameters) {
    monitor.execute(new QmpCommand.SetParameters(parameters), TIMEOUT);
  }

  static void limitDowntime(Monitor monitor, Duration limit) {
    monitor.execute(
        new QmpCommand.SetParameters(Map.of("downtime-limit", limit.toMillis())), TIMEOUT);
  }
}
