package dev.drover.simulate.fluid;

import dev.drover.simulate.kernel.SimTime;
import java.util.Arrays;

/**
 * How many bytes a stream has sent at each moment: linear pieces, the last one open. What is older
 * than the horizon is forgotten but for the piece that reaches into it, so that the arrival of
 * bytes, which is the same curve later, can be read from it.
 */
final class Curve {
  /** Bytes; more than a picosecond of rounding is at 5 Tbit/s, less than anyone counts. */
  private static final double SLACK = 1e-3;

  private final long horizon;
  private long[] times = new long[4];
  private double[] values = new double[4];
  private int first;
  private int size = 1;
  private double rate;

  /**
   * Nothing sent yet.
   *
   * @param horizon how far back the curve is asked for, in picoseconds
   */
  Curve(long now, long horizon) {
    this.horizon = horizon;
    times[0] = now;
  }

  /** {@return bytes in each picosecond from the last turn on} */
  double rate() {
    return rate;
  }

  /** The value is {@code value} at {@code now}, and grows by {@code rate} from there. */
  void turn(long now, double value, double rate) {
    int last = place(size - 1);
    this.rate = rate;
    if (times[last] == now) {
      values[last] = value;
      return;
    }
    while (size > 1 && times[place(1)] <= now - horizon) {
      first = place(1);
      size--;
    }
    if (size == times.length) {
      grow();
    }
    last = place(size++);
    times[last] = now;
    values[last] = value;
  }

  /** {@return bytes sent until {@code time}, a fraction of one included} */
  double at(long time) {
    int last = place(size - 1);
    if (time >= times[last]) {
      return values[last] + rate * (time - times[last]);
    }
    for (int i = size - 2; i >= 0; i--) {
      int from = place(i);
      if (time >= times[from]) {
        int to = place(i + 1);
        double part = (time - times[from]) / (double) (times[to] - times[from]);
        return values[from] + (values[to] - values[from]) * part;
      }
    }
    return values[first];
  }

  /** {@return whole bytes sent until {@code time}} */
  long bytesAt(long time) {
    return (long) (at(time) + SLACK);
  }

  /** {@return the first moment with {@code position} bytes sent, or {@link SimTime#NEVER}} */
  long timeOf(long position) {
    int last = place(size - 1);
    if (position > values[last] + SLACK) {
      double wait = rate > 0 ? Math.ceil((position - values[last]) / rate) : Double.MAX_VALUE;
      return wait < SimTime.NEVER - times[last] ? times[last] + (long) wait : SimTime.NEVER;
    }
    for (int i = size - 2; i >= 0; i--) {
      int from = place(i);
      if (position > values[from] + SLACK) {
        int to = place(i + 1);
        double part = (position - values[from]) / (values[to] - values[from]);
        return Math.min(
            times[to], times[from] + (long) Math.ceil(part * (times[to] - times[from])));
      }
    }
    return times[first];
  }

  private int place(int index) {
    return (first + index) & (times.length - 1);
  }

  private void grow() {
    int length = times.length;
    long[] newTimes = Arrays.copyOf(times, length * 2);
    double[] newValues = Arrays.copyOf(values, length * 2);
    for (int i = 0; i < size; i++) {
      newTimes[i] = times[place(i)];
      newValues[i] = values[place(i)];
    }
    times = newTimes;
    values = newValues;
    first = 0;
  }
}
