package dev.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.RelayRound;
import dev.drover.agent.api.StartRequest;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real QEMUs whose migrations go through the relays of their agents. */
@Execution(ExecutionMode.CONCURRENT)
class QemuRelayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** So that it does not end before it is told to hurry. */
  private static final Optional<BitRate> SLOW = Optional.of(BitRate.ofMegabitsPerSecond(8));

  @TempDir Path directory;

  private QemuGuest guest;
  private AgentHost a;
  private AgentHost b;

  @BeforeAll
  static void realQemu() {
    Optional<String> obstacle = QemuGuest.obstacle();
    obstacle.ifPresent(why -> System.out.println("SKIPPED: relay with real QEMU: " + why));
    assumeTrue(obstacle.isEmpty());
  }

  @BeforeEach
  void hosts() throws Exception {
    guest = QemuGuest.make(directory);
    a = new AgentHost("a", directory);
    b = new AgentHost("b", directory);
    a.client().startVm(guest.spec("vm1"));
    await("the guest counts", () -> a.ticks("vm1") > 0);
  }

  @AfterEach
  void end() {
    a.end();
    b.end();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(Technique.class)
  void guest_migratedThroughTheRelay_goesOnCounting(Technique technique) throws Exception {
    migrate("m1", technique, Optional.empty(), true);

    assertArrives("m1");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(names = {"PRE_COPY", "HYBRID"})
  void rounds_waitingForAcknowledgement_areTold(Technique technique) throws Exception {
    migrate("m1", technique, Optional.of(BitRate.ofMegabitsPerSecond(150)), false);

    MigrationStatus end = assertArrives("m1");
    assertThat(end.relayRounds()).isNotEmpty();
    RelayRound first = end.relayRounds().getFirst();
    assertThat(first.round()).isEqualTo(1);
    assertThat(first.bytes()).isGreaterThan(Bytes.ofMebibytes(16));
    assertThat(first.time()).isPositive().isLessThan(end.totalTime());
    assertThat(first.ahead()).isLessThan(Bytes.ofMebibytes(2));
    assertThat(first.cwndAtEnd()).isGreaterThan(Bytes.ZERO);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(Technique.class)
  void agents_killedMidway_relayAndMigrationGoOn(Technique technique) throws Exception {
    migrate("m1", technique, SLOW, false);
    await("memory moves", () -> transferred() > 1 << 20);
    if (technique == Technique.POST_COPY) {
      await("post-copy", () -> entered("post-copy"));
    }
    a.kill();
    b.kill();
    Thread.sleep(500);
    b.start();
    a.start();
    hurry();

    MigrationStatus end = assertArrives("m1");
    assertThat(end.phases()).extracting(p -> p.phase()).doesNotContain("post-copy paused");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(End.class)
  void preCopy_relayKilledMidway_vmRunsAtTheSource(End end) throws Exception {
    migrate("m1", Technique.PRE_COPY, SLOW, true);
    await("memory moves", () -> transferred() > 1 << 20);
    victim(end).killRelay();

    assertThat(assertStays("m1").cause()).contains("relay");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(End.class)
  void postCopy_relayKilledMidway_isJoinedThroughANewOne(End end) throws Exception {
    migrate("m1", Technique.POST_COPY, SLOW, true);
    // Before that the vCPUs' state may stand in the relay: with that the VM is gone.
    await("the VM runs there", () -> b.stateOf("vm1").equals(Optional.of(VmState.RUNNING)));
    victim(end).killRelay();
    await("the pause", () -> entered("post-copy paused"));
    hurry();

    assertArrives("m1");
  }

  enum End {
    SOURCE,
    DESTINATION
  }

  private AgentHost victim(End end) {
    return end == End.SOURCE ? a : b;
  }

  private void hurry() {
    a.client()
        .adjust(
            "m1",
            new AdjustRequest(
                Optional.of(BitRate.ofMegabitsPerSecond(1000)), Optional.empty(), false));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void cancelled_vmRunsAtTheSourceAndGoesAgain() throws Exception {
    migrate("m1", Technique.HYBRID, SLOW, true);
    await("memory moves", () -> transferred() > 0);

    assertThat(a.client().cancel("m1")).isTrue();
    await("an outcome", () -> ended("m1"));
    assertThat(a.client().migration("m1").outcome())
        .get()
        .isInstanceOf(MigrationOutcome.Cancelled.class);
    assertThat(a.stateOf("vm1")).contains(VmState.RUNNING);

    migrate("m2", Technique.PRE_COPY, Optional.empty(), false);
    assertArrives("m2");
  }

  private MigrationStatus assertArrives(String id) throws InterruptedException {
    await("an outcome", () -> ended(id));
    MigrationStatus end = a.client().migration(id);
    assertThat(end.outcome()).contains(new MigrationOutcome.Completed());
    assertThat(a.client().status().vms()).isEmpty();
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
    int now = b.ticks("vm1");
    await("the guest counts on", () -> b.ticks("vm1") > now + 3);
    return end;
  }

  private MigrationOutcome.Failed assertStays(String id) throws InterruptedException {
    await("an outcome", () -> ended(id));
    MigrationOutcome outcome = a.client().migration(id).outcome().orElseThrow();
    assertThat(outcome).isInstanceOf(MigrationOutcome.Failed.class);
    assertThat(a.stateOf("vm1")).contains(VmState.RUNNING);
    int now = a.ticks("vm1");
    await("the guest counts on", () -> a.ticks("vm1") > now + 3);
    await("the destination gives its room back", () -> b.client().status().vms().isEmpty());
    return (MigrationOutcome.Failed) outcome;
  }

  private boolean ended(String id) {
    return a.client()
        .migration(id)
        .outcome()
        .filter(outcome -> !(outcome instanceof MigrationOutcome.Unsettled))
        .isPresent();
  }

  private long transferred() {
    return a.client().migration("m1").traffic().count();
  }

  private boolean entered(String phase) {
    return a.client().migration("m1").phases().stream().anyMatch(p -> p.phase().equals(phase));
  }

  private void migrate(
      String id, Technique technique, Optional<BitRate> limit, boolean earlyNotification) {
    TransferOptions transfer =
        new TransferOptions(Optional.empty(), Transport.RELAY, earlyNotification, 1);
    PrepareReply listener =
        b.client().prepare(new PrepareRequest(id, guest.spec("vm1"), "a", technique, transfer));
    a.client()
        .start(
            new StartRequest(
                id,
                "vm1",
                "b",
                b.url().toString(),
                listener,
                technique,
                limit,
                Duration.ofMillis(300),
                Duration.ofSeconds(20),
                transfer));
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private static void await(String what, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
