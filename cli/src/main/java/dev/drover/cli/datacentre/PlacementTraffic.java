package dev.drover.cli.datacentre;

import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.CsvTraffic;
import dev.drover.simulate.datacentre.TrafficGenerator;
import dev.drover.simulate.datacentre.TrafficModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Where a case's traffic comes from. */
sealed interface PlacementTraffic {
  /** {@return the traffic of so many VMs} */
  TrafficGraph of(int vms, long seed);

  /**
   * Drawn by lot.
   *
   * @param density how many times as many pairs as {@link TrafficModel#published}
   * @param spread σ of the rates within a tenant
   */
  record Drawn(double density, double spread) implements PlacementTraffic {
    TrafficModel model() {
      return TrafficModel.published().withinTenants(spread).denser(density);
    }

    @Override
    public TrafficGraph of(int vms, long seed) {
      return TrafficGenerator.draw(model(), vms, seed).traffic();
    }
  }

  /** What a file says. */
  record Matrix(Path file) implements PlacementTraffic {
    @Override
    public TrafficGraph of(int vms, long seed) {
      try {
        return CsvTraffic.read(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
