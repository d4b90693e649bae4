package dev.drover.agent.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.migration.Settlement.Decision;
import dev.drover.agent.migration.Settlement.Mine;
import dev.drover.agent.migration.Settlement.Peer;
import dev.drover.agent.migration.Settlement.Yielded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementTest {
  private record Facts(Mine mine, Yielded yielded, Peer peer, boolean patient) {
    Decision decision() {
      return Settlement.decide(mine, yielded, peer, patient);
    }
  }

  /** {@return every combination of facts that leads to a decision} */
  private static List<Facts> where(Decision decision) {
    List<Facts> all = new ArrayList<>();
    for (Mine mine : Mine.values()) {
      for (Yielded yielded : Yielded.values()) {
        for (Peer peer : Peer.values()) {
          all.add(new Facts(mine, yielded, peer, true));
          all.add(new Facts(mine, yielded, peer, false));
        }
      }
    }
    List<Facts> some = all.stream().filter(f -> f.decision() == decision).toList();
    assertThat(some).isNotEmpty();
    return some;
  }

  @Test
  void runHere_onlyWhenTheOtherCopyNeverCan() {
    for (Facts facts : where(Decision.RUN_HERE)) {
      boolean neverGranted = facts.yielded() == Yielded.NO;
      boolean neverAgain = facts.peer() == Peer.NONE || facts.peer() == Peer.GONE;
      assertThat(neverGranted || neverAgain || facts.mine() == Mine.RUNS).isTrue();
      assertThat(facts.mine()).isNotEqualTo(Mine.GONE);
    }
  }

  @Test
  void grant_onlyWhenTheCopyHereStands() {
    for (Facts facts : where(Decision.GRANT)) {
      assertThat(facts.mine()).isNotIn(Mine.UNDER_WAY, Mine.RUNS);
    }
  }

  @Test
  void complete_onlyWhenTheOtherHasTakenOver() {
    for (Facts facts : where(Decision.COMPLETE)) {
      assertThat(facts.peer()).isIn(Peer.TAKEN_UNSEEN, Peer.TAKEN, Peer.TAKEN_WHOLE);
    }
  }

  @Test
  void lost_neverWhileAWholeCopyExists() {
    for (Facts facts : where(Decision.LOST)) {
      assertThat(facts.peer())
          .isNotIn(Peer.READY, Peer.TAKEN_UNSEEN, Peer.TAKEN_WHOLE, Peer.SILENT);
      boolean wholeHere =
          facts.mine() == Mine.RUNS
              || facts.mine() == Mine.UNDER_WAY
              || (facts.mine() == Mine.SENT && facts.yielded() != Yielded.SPLIT);
      assertThat(wholeHere).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Yielded.class)
  void silentPeer_neverEndsAMigrationThatYielded(Yielded yielded) {
    for (Mine mine : EnumSet.of(Mine.SENT, Mine.SPLIT)) {
      assertThat(Settlement.decide(mine, yielded, Peer.SILENT, false)).isEqualTo(Decision.GRANT);
    }
    assertThat(Settlement.decide(Mine.SPLIT_PAUSED, yielded, Peer.SILENT, false))
        .isEqualTo(yielded == Yielded.SPLIT ? Decision.RECOVER : Decision.GRANT);
    assertThat(Settlement.decide(Mine.GONE, yielded, Peer.SILENT, false)).isEqualTo(Decision.WAIT);
  }

  /**
   * A model of both ends: what is on disk, what runs, and a take-over that may still be on its way.
   */
  private record State(
      Mine mine,
      boolean runsHere,
      Yielded yielded,
      Peer there,
      boolean runsThere,
      boolean grantOnItsWay,
      boolean over) {}

  @ParameterizedTest
  @EnumSource(Yielded.class)
  void everyInterleaving_ofFaultsAndDecisions_runsTheVmOnceAtMost(Yielded kind) {
    boolean postCopy = kind == Yielded.SPLIT;
    State first = new State(Mine.UNDER_WAY, true, Yielded.NO, Peer.RECEIVING, false, false, false);
    Map<State, State> from = new HashMap<>();
    Deque<State> open = new ArrayDeque<>(List.of(first));
    from.put(first, first);
    while (!open.isEmpty()) {
      State state = open.removeFirst();
      assertThat(state.runsHere() && state.runsThere()).as("%s", state).isFalse();
      for (State next : successors(state, postCopy)) {
        if (from.putIfAbsent(next, state) == null) {
          open.addLast(next);
        }
      }
    }
    assertThat(from).hasSizeGreaterThan(20);
    assertThat(from.keySet()).anyMatch(s -> s.over() && s.runsThere());
    assertThat(from.keySet()).anyMatch(s -> s.over() && s.runsHere());
  }

  private static Set<State> successors(State s, boolean postCopy) {
    Set<State> next = new LinkedHashSet<>();
    // What QEMU does.
    if (s.mine() == Mine.UNDER_WAY) {
      next.add(mine(s, Mine.STOPPED_SHORT, true));
      if (postCopy) {
        next.add(mine(s, Mine.SPLIT, false));
      } else if (s.there() == Peer.RECEIVING) {
        next.add(there(mine(s, Mine.SENT, false), Peer.READY, false));
      }
    }
    if (s.mine() == Mine.SPLIT) {
      next.add(mine(s, Mine.SPLIT_PAUSED, false));
      if (s.there() == Peer.TAKEN) {
        next.add(there(mine(s, Mine.SENT, false), Peer.TAKEN_WHOLE, s.runsThere()));
      }
    }
    if (s.mine() != Mine.GONE) {
      next.add(mine(s, Mine.GONE, false));
    }
    switch (s.there()) {
      case RECEIVING, READY -> {
        next.add(there(s, Peer.NONE, false));
        if (s.grantOnItsWay()) {
          next.add(there(s, Peer.TAKEN, true));
        }
      }
      case TAKEN, TAKEN_WHOLE -> next.add(there(s, Peer.GONE, false));
      case NONE, GONE, SILENT, TAKING, TAKEN_UNSEEN -> {}
    }
    // What the source decides, on what it knows: the truth, half of it, or nothing.
    if (!s.over()) {
      next.add(decided(s, s.there()));
      next.add(decided(s, Peer.SILENT));
      if (s.there() == Peer.TAKEN || s.there() == Peer.TAKEN_WHOLE) {
        next.add(decided(s, Peer.TAKING));
        next.add(decided(s, Peer.TAKEN_UNSEEN));
      }
    }
    return next;
  }

  private static State decided(State s, Peer known) {
    Yielded after =
        s.yielded() != Yielded.NO
            ? s.yielded()
            : s.mine() == Mine.SENT ? Yielded.WHOLE : Yielded.SPLIT;
    return switch (Settlement.decide(s.mine(), s.yielded(), known, true)) {
      case GO_ON, RECOVER, WAIT -> s;
      case GRANT -> new State(s.mine(), s.runsHere(), after, s.there(), s.runsThere(), true, false);
      case RUN_HERE ->
          new State(
              Mine.RUNS, true, s.yielded(), s.there(), s.runsThere(), s.grantOnItsWay(), true);
      case COMPLETE, LOST ->
          new State(
              Mine.GONE, false, s.yielded(), s.there(), s.runsThere(), s.grantOnItsWay(), true);
    };
  }

  private static State mine(State s, Mine mine, boolean runs) {
    return s.over() && mine != Mine.GONE
        ? s
        : new State(mine, runs, s.yielded(), s.there(), s.runsThere(), s.grantOnItsWay(), s.over());
  }

  private static State there(State s, Peer there, boolean runs) {
    return new State(s.mine(), s.runsHere(), s.yielded(), there, runs, s.grantOnItsWay(), s.over());
  }

  @Test
  void sourceProcessDead_completeCopyThere_isGranted() {
    assertThat(Settlement.decide(Mine.GONE, Yielded.NO, Peer.READY, true))
        .isEqualTo(Decision.GRANT);
  }

  /** A destination that waits for a page may not take over before that. */
  @ParameterizedTest
  @EnumSource(names = {"SILENT", "RECEIVING", "TAKING", "TAKEN_UNSEEN", "TAKEN"})
  void postCopyPaused_isJoinedAgainBeforeItIsGranted(Peer peer) {
    assertThat(Settlement.decide(Mine.SPLIT_PAUSED, Yielded.SPLIT, peer, false))
        .isEqualTo(Decision.RECOVER);
  }

  @Test
  void postCopyPaused_destinationWhole_isComplete() {
    assertThat(Settlement.decide(Mine.SPLIT_PAUSED, Yielded.SPLIT, Peer.TAKEN_WHOLE, true))
        .isEqualTo(Decision.COMPLETE);
  }
}
