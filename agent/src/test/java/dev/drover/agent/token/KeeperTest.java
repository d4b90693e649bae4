package dev.drover.agent.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.Decision;
import dev.drover.agent.token.Message.Passed;
import dev.drover.agent.token.Message.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts as they are, on a network that does what a test says. */
@Timeout(60)
final class KeeperTest {
  private static final Duration HANG = Duration.ofSeconds(50);

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + HANG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private static List<String> heldBy(Cluster cluster, int round) {
    return cluster.holds.stream().filter(each -> each.round() == round).map(Decision::vm).toList();
  }

  private static Mark mark(Decision decision) {
    return new Mark(decision.generation(), decision.hop());
  }

  /** No token is ever held twice: the same generation and hop belong to one decision. */
  private static void eachTokenWasHeldOnce(Cluster cluster) {
    assertThat(cluster.holds.stream().map(KeeperTest::mark)).doesNotHaveDuplicates();
  }

  @Test
  void roundRobin_twoRounds_everyVmHoldsItOnceInEachInOrder() throws InterruptedException {
    try (Cluster cluster = new Cluster(4, 8)) {
      assertThat(cluster.create(2, "round-robin", 2)).contains(1L);
      await(() -> cluster.ended(1));
      List<String> inOrder = List.of("101", "102", "103", "104", "105", "106", "107", "108");
      assertThat(heldBy(cluster, 1)).isEqualTo(inOrder);
      assertThat(heldBy(cluster, 2)).isEqualTo(inOrder);
      eachTokenWasHeldOnce(cluster);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"round-robin", "global", "distributed", "load-aware"})
  void anyPolicy_pairsFarApart_endTogether(String policy) throws InterruptedException {
    try (Cluster cluster = new Cluster(6, 6)) {
      for (int vm = 101; vm <= 103; vm++) {
        cluster.talk(vm, vm + 3, 1e6 * vm);
      }
      assertThat(cluster.create(1, policy, 2)).isPresent();
      await(() -> cluster.ended(1));
      for (int vm = 101; vm <= 103; vm++) {
        assertThat(cluster.hostOf(vm)).isEqualTo(cluster.hostOf(vm + 3));
      }
      assertThat(cluster.holds.stream().filter(Decision::moved)).hasSize(3);
    }
  }

  /**
   * Groups of three, each on a host of its own, in three racks; each talks a little to the next.
   */
  private static void groupsApart(Cluster cluster) {
    for (int group = 0; group < 3; group++) {
      int first = 101 + 3 * group;
      for (int vm = first; vm < first + 3; vm++) {
        cluster.put(vm, 2 * group + 1);
        if (group < 2) {
          cluster.talk(vm, vm + 3, 10);
        }
      }
      cluster.talk(first, first + 1, 1e6);
      cluster.talk(first + 1, first + 2, 1e6);
    }
  }

  private static List<Integer> hosts(Cluster cluster) {
    return List.of(101, 104, 107).stream().map(cluster::hostOf).toList();
  }

  @Test
  void groupsInOtherRacks_eachByItself_stay() throws InterruptedException {
    try (Cluster cluster = new Cluster(6, 9)) {
      groupsApart(cluster);
      cluster.create(1, "round-robin", 3);
      await(() -> cluster.ended(1));
      assertThat(cluster.holds.stream().filter(Decision::moved)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"round-robin", "global", "distributed", "load-aware"})
  void groupsInOtherRacks_together_goOnceNobodyGoesAlone(String policy)
      throws InterruptedException {
    try (Cluster cluster = new Cluster(6, 9)) {
      groupsApart(cluster);
      cluster.create(1, policy, 9, 3);
      await(() -> cluster.ended(1));
      List<Decision> moved = cluster.holds.stream().filter(Decision::moved).toList();
      assertThat(moved).hasSize(3).allMatch(each -> each.round() == 2);
      assertThat(moved.stream().map(KeeperTest::mark).distinct()).hasSize(1);
      assertThat(moved.getLast().gain()).isPositive();
      assertThat(moved.getFirst().gain()).isZero();
      for (int first = 101; first <= 107; first += 3) {
        assertThat(cluster.hostOf(first + 1)).isEqualTo(cluster.hostOf(first));
        assertThat(cluster.hostOf(first + 2)).isEqualTo(cluster.hostOf(first));
      }
      assertThat(hosts(cluster)).doesNotHaveDuplicates();
      // Round 2 moved one, 3 nobody alone, 4 nobody together: no ninth.
      assertThat(cluster.holds.stream().mapToInt(Decision::round).max()).hasValue(4);
    }
  }

  @Test
  void groupOfWhichOneCannotGo_isWholeAgainAfterwards() throws InterruptedException {
    try (Cluster cluster = new Cluster(6, 9)) {
      groupsApart(cluster);
      cluster.stuck.add("101");
      cluster.create(1, "round-robin", 9, 3);
      await(() -> cluster.ended(1));
      assertThat(cluster.holds)
          .filteredOn(each -> each.to().isPresent() && !each.moved())
          .singleElement()
          .satisfies(each -> assertThat(each.text()).contains("nobody there"));
      assertThat(cluster.hostOf(102)).isEqualTo(cluster.hostOf(101));
      assertThat(cluster.hostOf(103)).isEqualTo(cluster.hostOf(101));
    }
  }

  @Test
  void holderDies_tokenIsCreatedAnewOnceAndGoesOnWithoutIt() throws InterruptedException {
    try (Cluster cluster = new Cluster(5, 10)) {
      cluster.slowness = Duration.ofMillis(30);
      cluster.create(1, "round-robin", 0);
      await(() -> heldBy(cluster, 1).size() >= 2);
      await(() -> cluster.keeper(4).standing().part() instanceof Part.Holding);
      cluster.down(4);
      await(() -> cluster.generation() == 2 && heldBy(cluster, 2).size() >= 8);
      assertThat(heldBy(cluster, 2)).doesNotContain("104", "109");
      cluster.up(4);
      await(() -> cluster.holds.stream().anyMatch(d -> d.vm().equals("104") && d.round() > 1));
      assertThat(cluster.generation()).isEqualTo(2);
      assertThat(cluster.holds.stream().map(KeeperTest::mark).filter(m -> m.generation() == 2))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void holderAndWatcherDie_othersFindThatNobodyHasIt() throws InterruptedException {
    try (Cluster cluster = new Cluster(7, 14)) {
      cluster.slowness = Duration.ofMillis(50);
      cluster.create(1, "round-robin", 0);
      await(() ->
          heldBy(cluster, 2).size() >= 2
              && cluster.keeper(5).standing().part() instanceof Part.Holding);
      cluster.down(5);
      cluster.down(4);
      int before = cluster.holds.size();
      await(() -> cluster.generation() >= 2 && cluster.holds.size() > before + 12);
      eachTokenWasHeldOnce(cluster);
    }
  }

  @Test
  void answerToAPassIsLost_tokenIsNotDoubled() throws InterruptedException {
    try (Cluster cluster = new Cluster(4, 8)) {
      Set<Integer> lost = ConcurrentHashMap.newKeySet();
      cluster.losesAnswer = (from, request) -> Cluster.isPass(request) && lost.add(from);
      cluster.create(1, "round-robin", 2);
      await(() -> cluster.ended(1));
      assertThat(cluster.generation()).isEqualTo(1);
      assertThat(heldBy(cluster, 1)).hasSize(8).doesNotHaveDuplicates();
      assertThat(heldBy(cluster, 2)).hasSize(8).doesNotHaveDuplicates();
      assertThat(lost).hasSize(4);
      eachTokenWasHeldOnce(cluster);
    }
  }

  @Test
  void rackCutOffWithTheToken_majorityGoesOnAndOneTokenIsLeft() throws InterruptedException {
    try (Cluster cluster = new Cluster(6, 12)) {
      cluster.slowness = Duration.ofMillis(20);
      cluster.create(1, "round-robin", 0);
      await(() -> cluster.keeper(5).standing().part() instanceof Part.Holding);
      Set<Integer> rack = Set.of(5, 6);
      cluster.reaches = (from, to) -> rack.contains(from) == rack.contains(to);
      int before = cluster.holds.size();
      await(() -> cluster.generation() == 2);
      await(() -> cluster.holds.stream().filter(d -> d.generation() == 2).count() >= 20);
      // Those who are cut off stand still where the next VM is on the other side. In order, two of
      // theirs follow each other, and one may have been decided about as the rack was cut off.
      assertThat(cluster.holds.stream().skip(before).filter(d -> d.generation() == 1))
          .hasSizeLessThanOrEqualTo(3);
      cluster.reaches = (_, _) -> true;
      await(() ->
          cluster.holds.stream()
              .filter(d -> d.generation() == 2)
              .anyMatch(d -> d.from().equals("h5")));
      assertThat(cluster.generation()).isEqualTo(2);
      await(() -> cluster.keeper(5).standing().seen().generation() == 2);
      eachTokenWasHeldOnce(cluster);
    }
  }

  @Test
  void claimWithoutAMajority_losesNoTokenThatIsAbout() throws InterruptedException {
    try (Cluster cluster = new Cluster(4, 8)) {
      cluster.slowness = Duration.ofMillis(500);
      cluster.create(1, "round-robin", 2);
      await(() -> cluster.keeper(2).standing().part() instanceof Part.Holding);
      // Host 1, which watches, hears host 3 only, and that promises not to take this one any more.
      cluster.reaches = (from, to) -> (from != 1 && to != 1) || from + to == 4;
      await(() -> cluster.keeper(3).standing().promised() > 1);
      assertThat(cluster.generation()).isEqualTo(1);
      cluster.reaches = (_, _) -> true;
      cluster.slowness = Duration.ofMillis(5);
      await(() -> cluster.ended(1));
      assertThat(heldBy(cluster, 1)).hasSize(8).doesNotHaveDuplicates();
      assertThat(heldBy(cluster, 2)).hasSize(8).doesNotHaveDuplicates();
      eachTokenWasHeldOnce(cluster);
    }
  }

  /** Whatever happened to hosts and to the network, it goes on once all are well again. */
  @ParameterizedTest
  @ValueSource(longs = {8, 9, 11, 15, 17, 18})
  void trouble_thatIsOver_leavesATokenThatEnds(long seed) throws InterruptedException {
    RandomGenerator random = new SplittableRandom(seed);
    try (Cluster cluster = new Cluster(4, 8)) {
      cluster.slowness = Duration.ofMillis(10);
      cluster.create(1, "round-robin", 0);
      for (int step = 0; step < 8; step++) {
        int host = random.nextInt(4) + 1;
        int other = random.nextInt(4) + 1;
        cluster.down(host);
        cluster.reaches = (from, to) -> from + to != host + other;
        Thread.sleep(random.nextInt(400));
        cluster.up(host);
      }
      cluster.reaches = (_, _) -> true;
      int next = cluster.holds.getLast().round() + 2;
      await(() -> heldBy(cluster, next).size() >= 8);
    }
  }

  @Test
  void allRestartInTheMiddle_roundGoesOn() throws InterruptedException {
    try (Cluster cluster = new Cluster(4, 8)) {
      cluster.slowness = Duration.ofMillis(20);
      cluster.create(1, "round-robin", 2);
      await(() -> cluster.holds.size() == 5);
      for (int host = 1; host <= 4; host++) {
        cluster.down(host);
      }
      for (int host = 1; host <= 4; host++) {
        cluster.up(host);
      }
      await(() -> cluster.ended(1));
      assertThat(heldBy(cluster, 1)).contains("101", "102", "103", "104", "105", "106", "107");
      assertThat(heldBy(cluster, 2)).hasSize(8).doesNotHaveDuplicates();
      assertThat(cluster.generation()).isEqualTo(1);
    }
  }

  @Test
  void twoTokens_theLaterOneIsLeft() throws InterruptedException {
    try (Cluster cluster = new Cluster(5, 10)) {
      cluster.slowness = Duration.ofMillis(10);
      assertThat(cluster.create(1, "round-robin", 0)).contains(1L);
      await(() -> cluster.holds.size() >= 3);
      assertThat(cluster.create(4, "round-robin", 2)).contains(2L);
      await(() -> cluster.ended(2));
      boolean later = false;
      for (Decision decision : cluster.holds) {
        later |= decision.generation() == 2 && decision.round() == 2;
        if (later) {
          assertThat(decision.generation()).isEqualTo(2);
        }
      }
      assertThat(heldBy(cluster, 2)).hasSize(10);
      eachTokenWasHeldOnce(cluster);
    }
  }

  @Test
  void oldTokenOfferedAgain_isRefusedAndNobodyDecides() throws InterruptedException {
    try (Cluster cluster = new Cluster(3, 6)) {
      Set<Token> sent = ConcurrentHashMap.newKeySet();
      cluster.losesAnswer =
          (_, request) -> {
            if (request instanceof Message.Pass(Token token)) {
              sent.add(token);
            }
            return false;
          };
      cluster.create(1, "round-robin", 1);
      await(() -> cluster.ended(1));
      int before = cluster.holds.size();
      assertThat(sent).hasSizeGreaterThan(3);
      for (Token token : sent) {
        for (int host = 1; host <= 3; host++) {
          Message answer = cluster.keeper(host).answer(new Message.Pass(token));
          assertThat(answer).isInstanceOf(Passed.class);
          assertThat(((Passed) answer).verdict()).isEqualTo(Verdict.STALE);
        }
      }
      assertThat(cluster.holds).hasSize(before);
    }
  }

  @Test
  void create_withoutAMajority_makesNothing() {
    try (Cluster cluster = new Cluster(5, 5)) {
      cluster.reaches = (from, to) -> from <= 2 == to <= 2;
      assertThat(cluster.create(1, "round-robin", 1)).isEmpty();
      assertThat(cluster.create(4, "round-robin", 1)).isPresent();
    }
  }

  @Test
  void end_whileAVmIsDecidedAbout_isSaidUntilThatIsDone() throws InterruptedException {
    try (Cluster cluster = new Cluster(3, 3)) {
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      cluster.looking =
          () -> {
            asked.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      cluster.create(1, "round-robin", 0);
      asked.await();
      cluster.keeper(2).end();
      await(() -> cluster.ended(1));
      assertThat(cluster.keeper(1).standing().part()).isEqualTo(new Part.Idle());
      assertThat(cluster.keeper(1).isDeciding()).isTrue();
      go.countDown();
      await(() -> !cluster.keeper(1).isDeciding());
      assertThat(cluster.holds).hasSize(1);
    }
  }

  @Test
  void end_whileAVmsTrafficIsNotKnownYet_decidesNothing() throws InterruptedException {
    try (Cluster cluster = new Cluster(3, 3)) {
      cluster.since = Duration.ZERO;
      cluster.create(1, "round-robin", 0);
      assertThat(cluster.keeper(1).standing().part()).isInstanceOf(Part.Holding.class);
      cluster.keeper(2).end();
      await(() -> cluster.ended(1));
      cluster.since = Duration.ofHours(1);
      // Its first holder is the one that waited.
      assertThat(cluster.create(1, "round-robin", 1)).contains(2L);
      await(() -> cluster.ended(2));
      assertThat(cluster.holds).hasSize(3).allMatch(each -> each.generation() == 2);
    }
  }

  @Test
  void end_inTheMiddle_stopsItEverywhere() throws InterruptedException {
    try (Cluster cluster = new Cluster(4, 8)) {
      cluster.slowness = Duration.ofMillis(10);
      cluster.create(1, "round-robin", 0);
      await(() -> cluster.holds.size() >= 3);
      long generation = cluster.keeper(2).end();
      assertThat(generation).isEqualTo(1);
      await(() -> cluster.ended(1));
      await(() ->
          List.of(1, 2, 3, 4).stream()
              .allMatch(h -> cluster.keeper(h).standing().part() instanceof Part.Idle));
    }
  }
}
