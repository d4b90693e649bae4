package dev.drover.cli.ns3;

import java.util.List;

/** Hop-packets per second of wall time over several runs. */
record Rate(double median, double least, double most) {
  static Rate of(List<PeerRun> runs) {
    double[] sorted = runs.stream().mapToDouble(PeerRun::hopsPerSecond).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Rate(median, sorted[0], sorted[sorted.length - 1]);
  }
}
