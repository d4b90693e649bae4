package dev.drover.simulate.evacuation;

import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a plan out: groups one after the other, the migrations of a group side by side as far as
 * the policy lets them begin. The first of a group is prepared beforehand, the others once it is
 * under way.
 */
final class Execution {
  private final List<List<Follower>> groups = new ArrayList<>();
  private final Steering steering;
  private final Agenda agenda;
  private final WorldFigures figures;
  private final Runnable whenDone;
  private final List<Follower> running = new ArrayList<>();
  private int group = -1;
  private int left;
  private boolean done;

  /**
   * @param whenDone called at the end of the last migration
   */
  Execution(
      EvacuationPolicy policy,
      EvacuationPlan plan,
      List<QemuMigration> migrations,
      Steering steering,
      Agenda agenda,
      WorldFigures figures,
      Runnable whenDone) {
    for (List<PlannedMigration> planned : plan.groups().values()) {
      groups.add(
          migrations.stream()
              .filter(each -> planned.contains(each.planned()))
              .map(each -> new Follower(each, policy))
              .toList());
    }
    this.steering = steering;
    this.agenda = agenda;
    this.figures = figures;
    this.whenDone = whenDone;
  }

  List<Follower> followers() {
    return groups.stream().flatMap(List::stream).toList();
  }

  void begin() {
    nextGroup();
    agenda.every(figures.poll(), this::poll);
    agenda.in(figures.replan(), () -> agenda.every(figures.replan(), this::replan));
  }

  private void nextGroup() {
    group++;
    List<Follower> followers = groups.get(group);
    left = followers.size();
    begin(followers.getFirst(), () -> prepareOthers(followers));
  }

  private void prepareOthers(List<Follower> followers) {
    Duration at = figures.prepareBeside();
    for (Follower other : followers.subList(1, followers.size())) {
      agenda.in(at, () -> begin(other, () -> {}));
      at = at.plus(figures.prepareNext());
    }
  }

  private void begin(Follower follower, Runnable underWay) {
    steering.begin(follower.migration());
    agenda.every(
        figures.turnPoll(),
        () -> {
          if (!steering.turn(follower.migration())) {
            return true;
          }
          follower.start(steering.limit(follower.migration().planned().vm()));
          running.add(follower);
          underWay.run();
          return false;
        });
  }

  private boolean poll() {
    for (Follower follower : List.copyOf(running)) {
      follower.poll();
      if (follower.migration().hasEnded()) {
        running.remove(follower);
        steering.end(follower.migration().planned().vm());
        ended();
      } else {
        steering.update(follower.migration());
      }
    }
    return !done;
  }

  private void ended() {
    left--;
    if (left > 0) {
      return;
    }
    if (group + 1 < groups.size()) {
      Duration pause =
          steering.reserves() ? figures.nextGroup().plus(figures.reserving()) : figures.nextGroup();
      agenda.in(pause, this::nextGroup);
    } else {
      done = true;
      steering.follow();
      whenDone.run();
    }
  }

  private boolean replan() {
    if (!done) {
      steering.follow();
    }
    return !done;
  }
}
