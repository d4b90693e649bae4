package dev.drover.cli.report;

import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A host's NIC: what it sends above the line, what it receives below, migration on workload.
 *
 * @param rate the NIC's capacity; empty when the result does not tell
 * @param ceiling the rate at the panel's edges, the same for all hosts of a figure
 */
record NicPanel(String host, Optional<BitRate> rate, double ceiling, List<Load> loads)
    implements Panel {
  private static final double HEIGHT = 104;

  NicPanel {
    loads = List.copyOf(loads);
  }

  /** Traffic over one interval that ends {@code at}, in seconds and bit/s. */
  record Load(
      double at, double workloadOut, double migrationOut, double workloadIn, double migrationIn) {
    double most() {
      return Math.max(workloadOut + migrationOut, workloadIn + migrationIn);
    }
  }

  @Override
  public double height() {
    return HEIGHT;
  }

  @Override
  public void draw(Svg svg, Frame frame, double top) {
    Scale scale = new Scale(-ceiling * 1.04, ceiling * 1.04, top + HEIGHT, top);
    svg.text(frame.gutter(), top + HEIGHT / 2 - 2, Svg.Anchor.END, "name", host);
    svg.text(
        frame.gutter(),
        top + HEIGHT / 2 + 12,
        Svg.Anchor.END,
        "detail",
        rate.map(r -> "NIC " + r).orElse("NIC"));
    area(svg, frame, scale, _ -> 0, Load::workloadOut, "workload");
    area(
        svg, frame, scale, Load::workloadOut, l -> l.workloadOut() + l.migrationOut(), "migration");
    area(svg, frame, scale, _ -> 0, l -> -l.workloadIn(), "workload");
    area(
        svg,
        frame,
        scale,
        l -> -l.workloadIn(),
        l -> -l.workloadIn() - l.migrationIn(),
        "migration");
    double left = frame.time().pixelFrom();
    svg.line(left, scale.at(0), frame.right(), scale.at(0), "zero");
    rate.ifPresent(limit -> {
      double bits = (double) limit.bitsPerSecond();
      svg.line(left, scale.at(bits), frame.right(), scale.at(bits), "limit");
      svg.line(left, scale.at(-bits), frame.right(), scale.at(-bits), "limit");
    });
    svg.text(left + 4, top + 14, Svg.Anchor.START, "panel", "out");
    svg.text(left + 4, top + HEIGHT - 7, Svg.Anchor.START, "panel", "in");
  }

  private void area(
      Svg svg,
      Frame frame,
      Scale scale,
      ToDoubleFunction<Load> from,
      ToDoubleFunction<Load> to,
      String look) {
    List<Svg.Point> there = new ArrayList<>();
    List<Svg.Point> back = new ArrayList<>();
    boolean any = false;
    for (Load load : loads) {
      if (load.at() < frame.time().from() || load.at() > frame.time().to()) {
        continue;
      }
      double x = frame.x(load.at());
      there.add(new Svg.Point(x, scale.at(to.applyAsDouble(load))));
      back.addFirst(new Svg.Point(x, scale.at(from.applyAsDouble(load))));
      any |= from.applyAsDouble(load) != to.applyAsDouble(load);
    }
    if (any) {
      there.addAll(back);
      svg.polygon(there, look, host + ": " + look + " traffic");
    }
  }
}
