package dev.drover.cli.report;

import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a tenant's workload got over time, against what it was promised.
 *
 * @param detail kind and priority, under the VM's name
 * @param lower the SLA's lower limit; empty when nothing is promised
 * @param before mean before the evacuation
 * @param migration when the VM itself was migrating, in seconds; empty when it never was
 */
record ThroughputPanel(
    String vm,
    String detail,
    List<Rate> rates,
    Optional<BitRate> lower,
    BitRate before,
    Optional<Interval> migration)
    implements Panel {
  private static final double HEIGHT = 74;

  ThroughputPanel {
    rates = List.copyOf(rates);
  }

  /** Goodput over one interval that ends {@code at}, in seconds and bit/s. */
  record Rate(double at, double bitsPerSecond) {}

  @Override
  public double height() {
    return HEIGHT;
  }

  @Override
  public void draw(Svg svg, Frame frame, double top) {
    double most = Math.max(before.bitsPerSecond(), lower.map(BitRate::bitsPerSecond).orElse(0L));
    for (Rate rate : rates) {
      most = Math.max(most, rate.bitsPerSecond());
    }
    double ceiling = Scale.roundUp(Math.max(1, most * 1.02));
    Scale scale = new Scale(0, ceiling, top + HEIGHT, top + 2);
    double left = frame.time().pixelFrom();
    migration.ifPresent(span -> {
      double from = frame.x(span.from());
      svg.rect(from, top, frame.x(span.to()) - from, HEIGHT, "migrating", vm + " migrates");
    });
    svg.text(frame.gutter(), top + HEIGHT / 2 - 2, Svg.Anchor.END, "name", vm);
    svg.text(frame.gutter(), top + HEIGHT / 2 + 12, Svg.Anchor.END, "detail", detail);
    svg.line(left, top + HEIGHT, frame.right(), top + HEIGHT, "zero");
    List<Svg.Point> points = new ArrayList<>();
    for (Rate rate : rates) {
      if (rate.at() >= frame.time().from() && rate.at() <= frame.time().to()) {
        points.add(new Svg.Point(frame.x(rate.at()), scale.at(rate.bitsPerSecond())));
      }
    }
    if (!points.isEmpty()) {
      List<Svg.Point> under = new ArrayList<>(points);
      under.add(new Svg.Point(points.getLast().x(), top + HEIGHT));
      under.addFirst(new Svg.Point(points.getFirst().x(), top + HEIGHT));
      svg.polygon(under, "goodput-area", "");
    }
    svg.polyline(points, "goodput", vm + ": " + detail);
    lower.ifPresent(limit -> {
      double y = scale.at((double) limit.bitsPerSecond());
      svg.line(left, y, frame.right(), y, "sla");
      svg.text(frame.right() - 4, y - 4, Svg.Anchor.END, "sla-label", "SLA " + limit);
    });
    svg.text(left + 4, top + 13, Svg.Anchor.START, "panel", text(ceiling));
  }

  private static String text(double bitsPerSecond) {
    return BitRate.ofBitsPerSecond(Math.round(bitsPerSecond)).toString();
  }
}
