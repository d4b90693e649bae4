package dev.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.DirtyReport;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.StartRequest;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.RoundRate;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.nio.file.Files;
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

/** Two agents with real QEMUs over real HTTP; a guest without a network card moves between them. */
@Execution(ExecutionMode.CONCURRENT)
class QemuAgentsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** So that it does not end before it is told to hurry. */
  private static final Optional<BitRate> SLOW = Optional.of(BitRate.ofMegabitsPerSecond(8));

  private static final TransferOptions BDA =
      new TransferOptions(Optional.of("bda"), Transport.DIRECT, false, 1);

  @TempDir Path directory;

  private QemuGuest guest;
  private AgentHost a;
  private AgentHost b;

  @BeforeAll
  static void realQemu() {
    Optional<String> obstacle = QemuGuest.obstacle();
    obstacle.ifPresent(why -> System.out.println("SKIPPED: agents with real QEMU: " + why));
    assumeTrue(obstacle.isEmpty());
  }

  @BeforeEach
  void hosts() throws Exception {
    guest = QemuGuest.make(directory);
    a = new AgentHost("a", directory);
    b = new AgentHost("b", directory);
    a.client().startVm(guest.spec("vm1"));
    await("the guest counts", () -> ticks(a) > 0);
  }

  @AfterEach
  void end() {
    a.end();
    b.end();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(Technique.class)
  void guest_migrated_goesOnCountingAtTheDestination(Technique technique) throws Exception {
    migrate(technique, Optional.empty());

    MigrationStatus end = awaitEnd();

    assertThat(end.outcome()).contains(new MigrationOutcome.Completed());
    assertThat(end.totalTime()).isGreaterThan(end.downtime());
    assertThat(end.traffic().count()).isGreaterThan(16 << 20);
    assertThat(end.phases()).extracting(p -> p.phase()).contains("pre-copy", "sent", "completed");
    assertThat(end.rounds()).isNotEmpty();
    assertThat(a.client().status().vms()).isEmpty();
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
    int now = ticks(b);
    await("the guest counts on", () -> ticks(b) > now + 3);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(Technique.class)
  void sourceAgent_killedWhileSending_isFollowedByItsSuccessor(Technique technique)
      throws Exception {
    migrate(technique, SLOW);
    await("memory moves", () -> a.client().migration("m1").traffic().count() > 0);
    a.kill();
    Thread.sleep(700);
    a.start();
    hurry();

    assertThat(awaitEnd().outcome()).contains(new MigrationOutcome.Completed());
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
    assertThat(a.client().status().vms()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void rounds_pacedByBda_areToldWithTheirRates() throws Exception {
    theGuestWrites();
    migratePaced(BitRate.ofMegabitsPerSecond(100));
    await("a second round", this::pacesSecondRound);
    letEnd();

    MigrationStatus end = awaitEnd();

    assertThat(end.outcome()).contains(new MigrationOutcome.Completed());
    assertThat(end.rates()).extracting(RoundRate::round).startsWith(1).isSorted();
    assertThat(end.rates())
        .allSatisfy(rate -> {
          assertThat(rate.capacity()).isEqualTo(BitRate.ofMegabitsPerSecond(200));
          assertThat(rate.ceiling()).isEqualTo(BitRate.ofMegabitsPerSecond(100));
          assertThat(rate.rate()).isLessThanOrEqualTo(rate.ceiling());
        });
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void pacedSourceAgent_killedInTheMiddle_isPacedByItsSuccessor() throws Exception {
    theGuestWrites();
    migratePaced(BitRate.ofMegabitsPerSecond(60));
    await("memory moves", () -> a.client().migration("m1").traffic().count() > 0);
    a.kill();
    a.start();
    await("a second round", this::pacesSecondRound);
    letEnd();

    MigrationStatus end = awaitEnd();

    assertThat(end.outcome()).contains(new MigrationOutcome.Completed());
    assertThat(end.rates())
        .extracting(RoundRate::ceiling)
        .containsOnly(BitRate.ofMegabitsPerSecond(60));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void destinationAgent_downAtTheHandOver_takesOverWhenItReturns() throws Exception {
    migrate(Technique.PRE_COPY, SLOW);
    b.kill();
    hurry();
    await("all is sent", () -> entered("sent"));
    assertThat(a.stateOf("vm1")).contains(VmState.HANDED_OVER);
    b.start();

    assertThat(awaitEnd().outcome()).contains(new MigrationOutcome.Completed());
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void destinationQemu_killedWhileReceiving_vmRunsAtTheSource() throws Exception {
    migrate(Technique.PRE_COPY, SLOW);
    await("memory moves", () -> entered("pre-copy"));
    ProcessHandle.of(Long.parseLong(Files.readString(pidFile(b)).strip()))
        .orElseThrow()
        .destroyForcibly();

    assertThat(awaitEnd().outcome()).get().isInstanceOf(MigrationOutcome.Failed.class);
    assertThat(a.stateOf("vm1")).contains(VmState.RUNNING);
    await("the destination gives its room back", () -> b.client().status().vms().isEmpty());
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void cancelled_vmRunsAtTheSourceAndMayGoAgain() throws Exception {
    migrate(Technique.HYBRID, SLOW);
    await("memory moves", () -> entered("pre-copy"));

    assertThat(a.client().cancel("m1")).isTrue();
    assertThat(awaitEnd().outcome()).get().isInstanceOf(MigrationOutcome.Cancelled.class);
    assertThat(a.stateOf("vm1")).contains(VmState.RUNNING);

    migrate("m2", Technique.PRE_COPY, Optional.empty());
    assertThat(awaitEnd("m2").outcome()).contains(new MigrationOutcome.Completed());
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void bothAgents_restarted_adoptTheirVm() throws Exception {
    a.kill();
    a.start();

    assertThat(a.stateOf("vm1")).contains(VmState.RUNNING);
    DirtyReport report = a.client().measureDirtyRate("vm1", Duration.ofSeconds(1));
    assertThat(report.workingSet()).isLessThan(Bytes.ofMebibytes(160));
    a.client().stopVm("vm1");
    assertThat(a.client().status().memoryFree()).isEqualTo(Bytes.ofMebibytes(512));
  }

  private void migrate(Technique technique, Optional<BitRate> limit) {
    migrate("m1", technique, limit);
  }

  private void migrate(String id, Technique technique, Optional<BitRate> limit) {
    migrate(id, technique, limit, Duration.ofMillis(300), TransferOptions.PLAIN);
  }

  /** With rounds of which none is the last before it is let end. */
  private void migratePaced(BitRate limit) {
    migrate("m1", Technique.PRE_COPY, Optional.of(limit), Duration.ofMillis(1), BDA);
  }

  /** An idle guest's second round can be over, and with it the migration, before anyone looks. */
  private void theGuestWrites() throws InterruptedException {
    a.client().stopVm("vm1");
    a.client().startVm(guest.writing("vm1"));
    await("the guest counts", () -> ticks(a) > 0);
  }

  private boolean pacesSecondRound() {
    return a.client().migration("m1").rates().stream().anyMatch(rate -> rate.round() > 1);
  }

  private void letEnd() {
    adjust(Optional.empty(), Optional.of(Duration.ofSeconds(2)));
  }

  private void hurry() {
    adjust(Optional.of(BitRate.ofMegabitsPerSecond(1000)), Optional.empty());
  }

  private void adjust(Optional<BitRate> rate, Optional<Duration> downtime) {
    a.client().adjust("m1", new AdjustRequest(rate, downtime, false));
  }

  private void migrate(
      String id,
      Technique technique,
      Optional<BitRate> limit,
      Duration downtimeLimit,
      TransferOptions transfer) {
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
                downtimeLimit,
                Duration.ofSeconds(20),
                transfer));
  }

  private MigrationStatus awaitEnd() throws InterruptedException {
    return awaitEnd("m1");
  }

  private MigrationStatus awaitEnd(String id) throws InterruptedException {
    await(
        "an outcome",
        () ->
            a.client()
                .migration(id)
                .outcome()
                .filter(outcome -> !(outcome instanceof MigrationOutcome.Unsettled))
                .isPresent());
    return a.client().migration(id);
  }

  private boolean entered(String phase) {
    return a.client().migration("m1").phases().stream().anyMatch(p -> p.phase().equals(phase));
  }

  private static Path pidFile(AgentHost host) {
    return host.file("vm1/qemu.pid");
  }

  private static int ticks(AgentHost host) {
    return host.ticks("vm1");
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(String what, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
