package dev.drover.simulate.evacuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every run, whatever the scene and the policy. */
final class EvacuationPropertyTest {
  private static Scene draw(SplittableRandom random) {
    List<GuestSpec> guests = new ArrayList<>();
    int leaving = 1 + random.nextInt(4);
    for (int i = 0; i < leaving; i++) {
      guests.add(guest(random, "vm" + i, "h1"));
    }
    guests.add(guest(random, "stays2", "h2"));
    guests.add(guest(random, "stays3", "h3"));
    return Scenes.star(List.of("h1", "h2", "h3"), guests.toArray(GuestSpec[]::new));
  }

  private static GuestSpec guest(SplittableRandom random, String name, String host) {
    Priority priority = List.of(Priority.values()).get(random.nextInt(3));
    TenantTraffic traffic =
        switch (random.nextInt(3)) {
          case 0 -> Scenes.outgoing(5 + random.nextInt(40));
          case 1 -> Scenes.incoming(5 + random.nextInt(60));
          default -> Scenes.idle();
        };
    return Scenes.guest(name, host, priority, traffic);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyRun_endsWithEachVmOnOneHost_bytesConserved_andLossWithinWhatWasWanted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scene scene = draw(random);
    List<String> policies = EvacuationPolicies.names();
    String policy = policies.get(random.nextInt(policies.size()));
    SimulatedRun run = Scenes.evacuate(scene, policy, seed);
    for (MigrationCourse course : run.migrations()) {
      assertThat(course.runsAt())
          .as("%s by %s, seed %d", course.planned().vm(), policy, seed)
          .isEqualTo(
              course.outcome() instanceof MigrationOutcome.Completed
                  ? course.planned().destination()
                  : course.planned().source());
      assertThat(course.traffic().count()).isGreaterThan(98_000_000);
    }
    assertThat(bits(run, true)).isCloseTo(bits(run, false), within(1.0));
    assertThat(bits(run, true)).isCloseTo(8.0 * run.traffic().count(), within(1e6));
    for (TenantCourse tenant : run.tenants()) {
      double wanted = tenant.guest().traffic().wanted().bitsPerSecond() / 8.0;
      double most = wanted * (run.totalTime().toMillis() + 1000) / 1000;
      assertThat((double) tenant.measure().lost().count())
          .as("%s by %s, seed %d", tenant.guest().name(), policy, seed)
          .isBetween(0.0, most);
      assertThat(tenant.measure().slaViolation()).isLessThanOrEqualTo(run.totalTime());
    }
    capacityHolds(scene, run, seed);
  }

  /** Migration bits that all NICs have sent, or received. */
  private static double bits(SimulatedRun run, boolean sent) {
    double seconds = Duration.ofMillis(200).toMillis() / 1000.0;
    return run.nics().values().stream()
        .flatMap(List::stream)
        .mapToDouble(each ->
            (sent ? each.migration().out() : each.migration().in()).bitsPerSecond() * seconds)
        .sum();
  }

  private static void capacityHolds(Scene scene, SimulatedRun run, long seed) {
    run.nics()
        .forEach((host, samples) ->
            assertThat(samples)
                .as("%s, seed %d", host, seed)
                .allSatisfy(each -> {
                  long nic = scene.nic(host).rate().bitsPerSecond();
                  assertThat(each.nic().out().bitsPerSecond()).isLessThanOrEqualTo(nic);
                  assertThat(each.nic().in().bitsPerSecond()).isLessThanOrEqualTo(nic);
                }));
  }
}
