package dev.drover.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Maps values to pixels along one axis, linearly. */
public record Scale(double from, double to, double pixelFrom, double pixelTo) {
  public Scale {
    if (!(to > from)) {
      to = from + 1;
    }
  }

  public double at(double value) {
    return pixelFrom + (value - from) / (to - from) * (pixelTo - pixelFrom);
  }

  /** {@return round values inside the axis, about {@code wanted} of them, at steps of 1, 2 or 5} */
  public List<Double> ticks(int wanted) {
    double step = step(wanted);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** {@return the smallest round value that is not below {@code value}} */
  public static double roundUp(double value) {
    double step = new Scale(0, value, 0, 1).step(4);
    return Math.ceil(value / step - 1e-9) * step;
  }

  private double step(int wanted) {
    double raw = (to - from) / Math.max(1, wanted);
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double factor : List.of(1.0, 2.0, 5.0)) {
      if (factor * power >= raw * 0.999) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
