package dev.drover.benchmarks.fluid;

import java.lang.management.ManagementFactory;

/**
 * Prints the heap that {@link FatTreeLoad} takes and the processor time of 10,000 transfers, cold.
 */
public final class FluidFootprint {
  private static final int TRANSFERS = 10_000;

  private FluidFootprint() {}

  public static void main(String[] arguments) {
    for (int concurrent : new int[] {1_000, 5_000}) {
      long before = used();
      FatTreeLoad load = new FatTreeLoad();
      long empty = used() - before;
      long start = processorTime();
      load.start(concurrent);
      load.complete(TRANSFERS);
      double seconds = (processorTime() - start) * 1e-9;
      long busy = used() - before;
      System.out.printf(
          "%d at a time: %.2f s for %,d transfers, %.0f transfers/s; heap %.1f MiB with topology and"
              + " routes, %.1f MiB with the transfers%n",
          concurrent,
          seconds,
          load.completed(),
          TRANSFERS / seconds,
          mebibytes(empty),
          mebibytes(busy));
    }
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }
}
