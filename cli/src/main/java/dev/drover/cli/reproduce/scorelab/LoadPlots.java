package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.report.Scale;
import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.chart.BarChart;
import dev.drover.cli.reproduce.chart.BoxChart;
import dev.drover.cli.reproduce.chart.Datum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The three parts of Fig. 4. */
final class LoadPlots {
  private static final int BINS = 10;

  private LoadPlots() {}

  static List<Plot> of(LoadResults results) {
    return List.of(
        boxes(results, "time", "Total migration time by load", "s", LoadMigration::totalTime),
        boxes(
            results,
            "downtime",
            "Downtime by load, as probes see it",
            "ms",
            LoadMigration::probedDowntime),
        boxes(
            results,
            "downtime-qemu",
            "Downtime by load, as QEMU tells it",
            "ms",
            LoadMigration::downtime),
        new Plot(
            "bytes", "Migrated bytes of all plain migrations", histogram(results.megabytes())));
  }

  private static Plot boxes(
      LoadResults results,
      String name,
      String title,
      String unit,
      ToDoubleFunction<LoadMigration> measure) {
    List<BoxChart.Series> series =
        Arrays.stream(LoadCase.Way.values())
            .map(way ->
                new BoxChart.Series(
                    way.title(),
                    LoadCase.PERCENTS.stream()
                        .map(percent -> results.values(new LoadCase(percent, way), measure))
                        .toList()))
            .toList();
    return new Plot(
        name,
        title + ": least, quartiles, median, most",
        BoxChart.draw(
            title,
            "background, % of the link",
            title.replaceFirst(" by load", "") + ", " + unit,
            LoadCase.PERCENTS.stream().map(percent -> "" + percent).toList(),
            series));
  }

  /** {@return how many of a hundred values lie in each of about ten bins of round width} */
  static String histogram(List<Double> values) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    List<Double> ticks = new Scale(least, most, 0, 1).ticks(BINS);
    double width = ticks.size() < 2 ? 1 : ticks.get(1) - ticks.get(0);
    long first = (long) Math.floor(least / width);
    long last = (long) Math.floor(most / width);
    List<String> names = new ArrayList<>();
    List<Datum> parts = new ArrayList<>();
    for (long bin = first; bin <= last; bin++) {
      long number = bin;
      long inside = values.stream().filter(v -> (long) Math.floor(v / width) == number).count();
      names.add(text(bin * width) + "–" + text((bin + 1) * width));
      parts.add(Datum.exact(values.isEmpty() ? 0 : 100.0 * inside / values.size()));
    }
    return BarChart.draw(
        "Migrated bytes of all plain migrations",
        "migrated, MB",
        "part of the migrations, %",
        names,
        List.of(new BarChart.Series("all loads", parts)));
  }

  private static String text(double value) {
    return DataTable.number(value);
  }
}
