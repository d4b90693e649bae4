package dev.drover.cli.lab;

import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.observe.Observations;
import java.time.Duration;

/** Waits until workloads are steady, so that "before" means something. */
public final class Steady {
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(25);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final double NOISE = 0.15;

  /** Below this a workload is idle, and its rate is all noise. */
  private static final long IDLE_BPS = 1_000_000;

  private Steady() {}

  /** {@return whether all workloads were steady before the longest wait was over} */
  public static boolean await(Lab lab) throws InterruptedException {
    long began = System.currentTimeMillis();
    Observations observations = lab.observations();
    while (System.currentTimeMillis() - began < LONGEST.toMillis()) {
      long now = System.currentTimeMillis();
      if (now - began >= 2 * WINDOW.toMillis()
          && lab.file().vms().stream().allMatch(vm -> steady(observations, vm, now))) {
        return true;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return false;
  }

  private static boolean steady(Observations observations, GuestVm vm, long nowMs) {
    long window = WINDOW.toMillis();
    double before = rate(observations, vm, nowMs - 2 * window, nowMs - window);
    double after = rate(observations, vm, nowMs - window, nowMs);
    boolean talks =
        switch (vm.workload().kind()) {
          case OUTGOING, INCOMING, REQUEST_RESPONSE -> true;
          case PEERS, WRITER, CALCULATION, FILES, LOOPBACK, IDLE -> false;
        };
    return (!talks || after > IDLE_BPS)
        && Math.abs(after - before) <= Math.max(IDLE_BPS, NOISE * Math.max(before, after));
  }

  private static double rate(Observations observations, GuestVm vm, long from, long to) {
    return (double) observations.meanGoodput(vm.name(), from, to).bitsPerSecond();
  }
}
