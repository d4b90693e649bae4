package dev.drover.simulate.evacuation;

import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.measure.TenantMeasure;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.stream.Reservable;
import dev.drover.simulate.stream.StreamNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An evacuation in a simulated world: {@link #observe} is what a policy plans from, {@link #run}
 * carries the plan out as {@code control}'s executor does. All that is decided on the way is
 * decided by the same classes as on real hosts.
 */
public final class SimulatedEvacuation {
  /** No run takes longer: what does not converge is given up before. */
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Clients may see a VM come back a little after its migration has ended. */
  private static final Duration AFTERMATH = Duration.ofSeconds(2);

  private final Scene scene;
  private final Reservable reservable;
  private final WorldFigures figures;
  private final World world;
  private final Optional<CommonQueues> queues;

  private SimulatedEvacuation(
      Scene scene,
      StreamNetwork network,
      Reservable reservable,
      WorldFigures figures,
      long seed,
      boolean hasQueues) {
    this.scene = scene;
    this.reservable = reservable;
    this.figures = figures;
    this.world = new World(scene, network, figures, new Seeds(seed));
    this.queues =
        hasQueues
            ? Optional.empty()
            : Optional.of(new CommonQueues(scene, reservable, world::wantedAt));
  }

  /**
   * {@return a world in which tenants' traffic is under way, on a network without queues: what
   * stands in one queue where nobody has divided a NIC shares as was measured}
   *
   * @param network fresh, of the scene's topology; nobody else runs it
   * @param seed of what guests write
   */
  public static <N extends StreamNetwork & Reservable> SimulatedEvacuation in(
      Scene scene, N network, WorldFigures figures, long seed) {
    return new SimulatedEvacuation(scene, network, network, figures, seed, false);
  }

  /** {@return the same on a network that has queues of its own, and TCP that fills them} */
  public static <N extends StreamNetwork & Reservable> SimulatedEvacuation amongPackets(
      Scene scene, N network, WorldFigures figures, long seed) {
    return new SimulatedEvacuation(scene, network, network, figures, seed, true);
  }

  /** {@return the cluster as agents see it} */
  public Cluster observe() {
    return world.observe();
  }

  /**
   * Carries {@code plan} out to its end; to be called once.
   *
   * @throws IllegalArgumentException when it moves a VM that is not there
   */
  public SimulatedRun run(EvacuationPolicy policy, EvacuationPlan plan) {
    Steering steering = new Steering(policy, reservable, world, queues);
    Execution execution =
        new Execution(
            policy, plan, world.prepare(plan), steering, world.agenda(), figures, world::stop);
    if (!plan.migrations().isEmpty()) {
      execution.begin();
      world.run(LONGEST);
      world.run(AFTERMATH);
    }
    world.close();
    List<MigrationCourse> courses = new ArrayList<>();
    plan.migrations()
        .forEach(planned ->
            execution.followers().stream()
                .filter(each -> each.migration().planned().equals(planned))
                .forEach(each -> courses.add(course(each))));
    return new SimulatedRun(
        plan, courses, tenants(courses), world.meters().nics(), steering.divisions());
  }

  private MigrationCourse course(Follower follower) {
    QemuMigration migration = follower.migration();
    return new MigrationCourse(
        migration.planned(),
        follower.outcome(),
        world.guest(migration.planned().vm()).host(),
        migration.resident(),
        world.since(migration.startedAt()),
        migration.totalTime(),
        migration.downtime(),
        migration.clientDowntime(),
        migration.traffic(),
        migration.round(),
        migration.phases().stream()
            .map(each -> new MigrationCourse.Phase(world.since(each.at()), each.phase().toString()))
            .toList(),
        migration.samples());
  }

  private List<TenantCourse> tenants(List<MigrationCourse> courses) {
    Optional<Duration> from =
        courses.stream().map(MigrationCourse::start).min(Comparator.naturalOrder());
    Optional<Duration> to =
        courses.stream().map(MigrationCourse::end).max(Comparator.naturalOrder());
    if (from.isEmpty() || to.isEmpty()) {
      return List.of();
    }
    return scene.guests().stream()
        .map(guest ->
            new TenantCourse(
                guest,
                TenantMeasure.of(
                    world.meters().moved(guest.name()),
                    guest.sla(),
                    from.get().toMillis(),
                    to.get().toMillis(),
                    world.before()),
                world.meters().goodput(guest.name())))
        .toList();
  }
}
