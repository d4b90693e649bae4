package dev.drover.simulate.migration;

import dev.drover.model.network.Topology;
import dev.drover.simulate.stream.StreamNetwork;
import java.util.ArrayList;
import java.util.List;

/** Carries a {@link MigrationSchedule} out. */
public final class ScheduledMigrations {
  private final StreamNetwork network;
  private final Topology topology;
  private final MigrationSchedule schedule;
  private final ScheduleListener listener;
  private final List<MigrationResult> results = new ArrayList<>();
  private int group;

  private ScheduledMigrations(
      StreamNetwork network,
      Topology topology,
      MigrationSchedule schedule,
      ScheduleListener listener) {
    this.network = network;
    this.topology = topology;
    this.schedule = schedule;
    this.listener = listener;
  }

  /** Starts the first group now. */
  public static void start(
      StreamNetwork network,
      Topology topology,
      MigrationSchedule schedule,
      ScheduleListener listener) {
    new ScheduledMigrations(network, topology, schedule, listener).startGroup();
  }

  private void startGroup() {
    List<MigrationSchedule.Entry> entries = schedule.groups().get(group);
    GroupRun run = new GroupRun(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      MigrationSchedule.Entry entry = entries.get(i);
      Migration.start(network, topology, entry.guest(), entry.spec(), run.listener(i));
    }
  }

  private void groupEnded(MigrationResult[] ended) {
    results.addAll(List.of(ended));
    group++;
    if (group < schedule.groups().size()) {
      startGroup();
    } else {
      listener.allEnded(List.copyOf(results));
    }
  }

  /** Waits for the migrations of a group. */
  private final class GroupRun {
    private final MigrationResult[] ended;
    private int running;

    GroupRun(int size) {
      ended = new MigrationResult[size];
      running = size;
    }

    MigrationListener listener(int place) {
      return new Place(place);
    }

    private final class Place implements MigrationListener {
      private final int place;

      Place(int place) {
        this.place = place;
      }

      @Override
      public void roundEnded(Migration migration, RoundRecord round) {
        listener.roundEnded(migration, round);
      }

      @Override
      public void paused(Migration migration) {
        listener.paused(migration);
      }

      @Override
      public void resumed(Migration migration) {
        listener.resumed(migration);
      }

      @Override
      public void ended(Migration migration, MigrationResult result) {
        ended[place] = result;
        running--;
        listener.ended(migration, result);
        if (running == 0) {
          groupEnded(ended);
        }
      }
    }
  }
}
