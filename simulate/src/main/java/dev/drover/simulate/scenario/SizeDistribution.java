package dev.drover.simulate.scenario;

import dev.drover.model.unit.Bytes;
import java.util.List;
import java.util.random.RandomGenerator;

/** How large flows are; every draw is at least one byte. */
public sealed interface SizeDistribution {
  /** {@return a size in bytes} */
  long draw(RandomGenerator random);

  /** All alike. */
  record Fixed(Bytes size) implements SizeDistribution {
    public Fixed {
      Scenarios.positive("size", size.count());
    }

    @Override
    public long draw(RandomGenerator random) {
      return size.count();
    }
  }

  /** Any size from {@code least} to {@code most}. */
  record Uniform(Bytes least, Bytes most) implements SizeDistribution {
    public Uniform {
      Scenarios.positive("least size", least.count());
      if (most.compareTo(least) < 0) {
        throw new IllegalArgumentException("most " + most + " is below least " + least);
      }
    }

    @Override
    public long draw(RandomGenerator random) {
      return random.nextLong(least.count(), most.count() + 1);
    }
  }

  record Exponential(Bytes mean) implements SizeDistribution {
    public Exponential {
      Scenarios.positive("mean", mean.count());
    }

    @Override
    public long draw(RandomGenerator random) {
      return Math.max(1, Math.round(random.nextExponential() * mean.count()));
    }
  }

  /**
   * Few flows carry most bytes.
   *
   * @param mean of the distribution without its cut
   * @param shape α, above 1 so that there is a mean; 1.2 is heavy
   * @param most what is drawn above it is cut to it
   */
  record Pareto(Bytes mean, double shape, Bytes most) implements SizeDistribution {
    public Pareto {
      Scenarios.positive("mean", mean.count());
      if (!(shape > 1) || Double.isInfinite(shape)) {
        throw new IllegalArgumentException("shape must be above 1: " + shape);
      }
      if (most.compareTo(mean) < 0) {
        throw new IllegalArgumentException("most " + most + " is below the mean " + mean);
      }
    }

    @Override
    public long draw(RandomGenerator random) {
      double least = mean.count() * (shape - 1) / shape;
      double size = least * Math.pow(1 - random.nextDouble(), -1 / shape);
      return Math.clamp(Math.round(size), 1, most.count());
    }
  }

  /** Measured: points of a distribution function, straight lines between them. */
  record Empirical(List<Point> points) implements SizeDistribution {
    public Empirical {
      points = List.copyOf(points);
      if (points.isEmpty() || points.getLast().share() != 1) {
        throw new IllegalArgumentException("the last point of a distribution has share 1");
      }
      for (int i = 1; i < points.size(); i++) {
        Point before = points.get(i - 1);
        Point point = points.get(i);
        if (point.size().compareTo(before.size()) <= 0 || point.share() < before.share()) {
          throw new IllegalArgumentException(
              "points of a distribution rise: " + point + " follows " + before);
        }
      }
    }

    /** So large a share of the flows has this size or less. */
    public record Point(Bytes size, double share) {
      public Point {
        Scenarios.positive("size", size.count());
        Scenarios.share("share", share);
      }
    }

    @Override
    public long draw(RandomGenerator random) {
      double share = random.nextDouble();
      Point before = points.getFirst();
      if (share <= before.share()) {
        return before.size().count();
      }
      for (Point point : points) {
        if (share <= point.share()) {
          double part = (share - before.share()) / (point.share() - before.share());
          double span = (double) point.size().count() - before.size().count();
          return Math.max(1, Math.round(before.size().count() + part * span));
        }
        before = point;
      }
      return points.getLast().size().count();
    }
  }
}
