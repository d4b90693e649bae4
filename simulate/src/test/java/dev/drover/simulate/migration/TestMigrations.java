package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.WritePattern;
import java.util.ArrayList;
import java.util.List;

/** Runs one migration on a {@link LineNetwork} of its own. */
final class TestMigrations {
  private TestMigrations() {}

  static SimulatedGuest guest(WritePattern pattern) {
    return new SimulatedGuest("vm", "a", new GuestMemory(pattern));
  }

  static MigrationResult run(
      LineNetwork network,
      WritePattern pattern,
      MigrationTechnique technique,
      MigrationSettings settings) {
    return run(network, guest(pattern), technique, settings, PageWitness.NONE);
  }

  static MigrationResult run(
      LineNetwork network,
      SimulatedGuest guest,
      MigrationTechnique technique,
      MigrationSettings settings,
      PageWitness witness) {
    List<MigrationResult> results = new ArrayList<>();
    MigrationSpec spec = new MigrationSpec(LineNetwork.ROUTE, technique, settings);
    Migration.start(
        network,
        network.topology(),
        guest,
        spec,
        (migration, result) -> {
          assertThat(guest.running()).isTrue();
          assertThat(guest.host()).isEqualTo("b");
          guest.memory().advance(network.simulator().now());
          results.add(result);
        },
        witness);
    network.simulator().run(10_000 * SimTime.SECOND);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }
}
