package dev.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.IncomingStatus;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.fake.FakeHosts;
import dev.drover.agent.fake.FakeHosts.Script;
import dev.drover.calls.CallException;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever dies, and wherever, a VM that can run ends up running exactly once. */
class OwnershipTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String VM = "vm1";

  @TempDir Path directory;

  /** What is killed in one run. */
  private record Fault(String name, int sourceStep, int destinationStep, int cuts, boolean mute) {
    Fault(String name, int sourceStep, int destinationStep, int cuts) {
      this(name, sourceStep, destinationStep, cuts, false);
    }
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void migration_withoutFaults_endsAtTheDestination(Technique technique) throws Exception {
    Result result = migrate(technique, new Fault("none", 0, 0, 0));

    assertThat(result.outcome()).isEqualTo(new MigrationOutcome.Completed());
    assertThat(result.runningOn()).containsExactly("b");
    assertThat(result.aliveOn()).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void packetsForAVm_areCaughtByItsOwnerAlone(Technique technique) throws Exception {
    try (FakeHosts hosts = hosts(new Fault("none", 0, 0, 0), 2)) {
      String address = FakeHosts.spec(VM).address();
      AtomicReference<Set<String>> meanwhile = new AtomicReference<>(Set.of());
      hosts.whenAnswered("prepare", () -> meanwhile.set(hosts.ownedBy("b")));
      begin(hosts, technique);

      assertThat(meanwhile.get()).as("while it is received").isEmpty();
      awaitTrue(() -> hosts.ownedBy("b").contains(address) && hosts.ownedBy("a").isEmpty());

      hosts.kill("b");
      hosts.restartIfDead("b");
      assertThat(hosts.ownedBy("b")).as("after a restart").containsExactly(address);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Technique.class,
      names = {"POST_COPY", "HYBRID"})
  void postCopy_connectionLostThrice_isRecovered(Technique technique) throws Exception {
    Result result = migrate(technique, new Fault("cut", 0, 0, 3));

    assertThat(result.outcome()).isEqualTo(new MigrationOutcome.Completed());
    assertThat(result.aliveOn()).containsExactly("b");
  }

  /** As QEMU does when the connection breaks before the hand-over and a vCPU waits for a page. */
  @ParameterizedTest
  @EnumSource(
      value = Technique.class,
      names = {"POST_COPY", "HYBRID"})
  void destination_muteUntilItIsJoinedAgain_isJoined(Technique technique) throws Exception {
    try (FakeHosts hosts = hosts(new Fault("mute", 0, 0, 1, true), 5)) {
      begin(hosts, technique);

      assertThat(awaitEnd(hosts).outcome()).contains(new MigrationOutcome.Completed());
      assertThat(hosts.runningOn(VM)).containsExactly("b");
      assertThat(hosts.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void sourceAgent_killedAtEveryStep_vmRunsOnce(Technique technique) throws Exception {
    Result whole = migrate(technique, new Fault("count", 0, 0, 0));
    List<Fault> faults = new ArrayList<>();
    for (int step = 3; step <= whole.sourceSteps() + 2; step++) {
      faults.add(new Fault("source-" + step, step, 0, 0));
    }
    assertAllRunOnce(technique, faults);
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void destinationAgent_killedAtEveryStep_vmRunsOnce(Technique technique) throws Exception {
    Result whole = migrate(technique, new Fault("count", 0, 0, 0));
    List<Fault> faults = new ArrayList<>();
    for (int step = 1; step <= whole.destinationSteps() + 2; step++) {
      faults.add(new Fault("destination-" + step, 0, step, 0));
    }
    assertAllRunOnce(technique, faults);
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void bothAgents_killed_vmRunsOnce(Technique technique) throws Exception {
    List<Fault> faults = new ArrayList<>();
    for (int step = 3; step < 40; step += 2) {
      faults.add(new Fault("both-" + step, step, Math.max(1, step - 2), 1));
      faults.add(new Fault("both-late-" + step, step, step + 4, 0));
    }
    assertAllRunOnce(technique, faults);
  }

  @Test
  void destinationProcess_killedInPreCopy_vmRunsAtTheSource() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("qemu", 0, 0, 0), 5)) {
      hosts.hold(MigrationPhase.PreCopy.class);
      begin(hosts, Technique.PRE_COPY);
      hosts.crash(VM, "b");

      MigrationStatus end = awaitEnd(hosts);

      assertThat(end.outcome()).get().isInstanceOf(MigrationOutcome.Failed.class);
      assertThat(hosts.runningOn(VM)).containsExactly("a");
      assertThat(hosts.violations()).isEmpty();
    }
  }

  @Test
  void sourceProcess_killedInPreCopy_isLostAndLeavesNothing() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("qemu", 0, 0, 0), 5)) {
      hosts.hold(MigrationPhase.PreCopy.class);
      begin(hosts, Technique.PRE_COPY);
      hosts.crash(VM, "a");

      MigrationStatus end = awaitEnd(hosts);

      assertThat(end.outcome()).get().isInstanceOf(MigrationOutcome.Lost.class);
      awaitTrue(() -> hosts.aliveOn(VM).isEmpty());
    }
  }

  @Test
  void destinationProcess_killedInPostCopy_isLostAndSaysSo() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("qemu", 0, 0, 0), 5)) {
      hosts.hold(MigrationPhase.PostCopy.class);
      begin(hosts, Technique.POST_COPY);
      awaitTrue(() -> hosts.runningOn(VM).equals(List.of("b")));
      hosts.crash(VM, "b");

      MigrationStatus end = awaitEnd(hosts);

      assertThat(end.outcome()).get().isInstanceOf(MigrationOutcome.Lost.class);
      assertThat(hosts.aliveOn(VM)).isEmpty();
    }
  }

  @Test
  void sourceProcess_killedInPostCopy_isLostAtBothEnds() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("qemu", 0, 0, 0), 5)) {
      hosts.hold(MigrationPhase.PostCopy.class);
      begin(hosts, Technique.POST_COPY);
      awaitTrue(() -> hosts.runningOn(VM).equals(List.of("b")));
      hosts.crash(VM, "a");

      MigrationStatus end = awaitEnd(hosts);

      assertThat(end.outcome()).get().isInstanceOf(MigrationOutcome.Lost.class);
      awaitTrue(() -> hosts.aliveOn(VM).isEmpty());
    }
  }

  @Test
  void cancel_inPreCopy_leavesTheVmAtTheSource() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("cancel", 0, 0, 0), 5)) {
      hosts.hold(MigrationPhase.PreCopy.class);
      begin(hosts, Technique.PRE_COPY);

      assertThat(hosts.agent("a").cancel("m1")).isTrue();

      assertThat(awaitEnd(hosts).outcome()).get().isInstanceOf(MigrationOutcome.Cancelled.class);
      assertThat(hosts.runningOn(VM)).containsExactly("a");
      awaitTrue(() -> hosts.aliveOn(VM).equals(List.of("a")));
      assertThat(hosts.agent("b").status().vms()).isEmpty();
    }
  }

  @Test
  void destinationAgent_downAtTheHandOver_isUnsettledUntilItReturns() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("down", 0, 0, 0), 5)) {
      hosts.hold(MigrationPhase.PreCopy.class);
      begin(hosts, Technique.PRE_COPY);
      hosts.kill("b");
      hosts.release();
      awaitTrue(() ->
          hosts.agent("a").migration("m1").outcome().orElse(new MigrationOutcome.Completed())
              instanceof MigrationOutcome.Unsettled);
      assertThat(hosts.runningOn(VM)).isEmpty();

      hosts.restartIfDead("b");

      assertThat(awaitEnd(hosts).outcome()).contains(new MigrationOutcome.Completed());
      assertThat(hosts.runningOn(VM)).containsExactly("b");
      assertThat(hosts.violations()).isEmpty();
    }
  }

  /** A migration of the past must not take over the copy that a later one brings. */
  @ParameterizedTest
  @EnumSource(Technique.class)
  void destinationAgent_killedWhenTheVmComesBack_vmRunsOnce(Technique technique) throws Exception {
    try (FakeHosts hosts = hosts(new Fault("back", 0, 0, 0), 20)) {
      begin(hosts, technique);
      awaitEnd(hosts);
      awaitTrue(() -> hosts.agent("a").status().vms().isEmpty());
      begin(hosts, technique, "m2", "b", "a");
      awaitEnd(hosts, "b", "m2");
      awaitTrue(() -> hosts.agent("b").status().vms().isEmpty());
      begin(hosts, technique, "m3", "a", "b");
      hosts.kill("b");
      hosts.restartIfDead("b");

      assertThat(awaitEnd(hosts, "a", "m3").outcome()).contains(new MigrationOutcome.Completed());
      awaitTrue(() -> hosts.aliveOn(VM).size() == 1);
      assertThat(hosts.runningOn(VM)).containsExactly("b");
      assertThat(hosts.violations()).isEmpty();
    }
  }

  /** While the VM leaves it for a third host, its copy ends; that is no end of the VM. */
  @Test
  void destination_thatGivesTheVmAway_saysThatItHasLeft() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("chain", 0, 0, 0), 20)) {
      begin(hosts, Technique.PRE_COPY);
      awaitEnd(hosts);
      awaitTrue(() -> hosts.agent("a").status().vms().isEmpty());
      begin(hosts, Technique.PRE_COPY, "m2", "b", "a");

      IncomingStatus said =
          hosts.agent("b").hello("m1", new PeerAgent.SourceHello(VM, "a", "http://a:1", 0));
      VmState granted = hosts.agent("b").takeOver("m1", VM).state();

      assertThat(said)
          .isEqualTo(
              new IncomingStatus("m1", IncomingStatus.Fate.TAKEN_OVER, VmState.STOPPED, true));
      assertThat(granted).isEqualTo(VmState.STOPPED);
      awaitEnd(hosts, "b", "m2");
      assertThat(hosts.violations()).isEmpty();
    }
  }

  /** A destination that has waited asks its source whether the migration is over. */
  @Test
  void source_askedBeforeItHasStarted_doesNotSayThatItIsOver() throws Exception {
    List<CallException.Kind> said = Collections.synchronizedList(new ArrayList<>());
    try (FakeHosts hosts = hosts(new Fault("early", 0, 0, 0), 2)) {
      hosts.whenAnswered(
          "hello",
          () -> {
            try {
              hosts.agent("a").migration("m1");
            } catch (CallException e) {
              said.add(e.kind());
            }
          });
      begin(hosts, Technique.PRE_COPY);

      assertThat(awaitEnd(hosts).outcome()).contains(new MigrationOutcome.Completed());
      assertThat(said).containsOnly(CallException.Kind.REFUSED);
    }
  }

  @Test
  void prepared_withoutASource_isGivenBack() throws Exception {
    try (FakeHosts hosts = hosts(new Fault("lease", 0, 0, 0), 5, Duration.ofMillis(400))) {
      hosts
          .agent("b")
          .prepare(
              new PrepareRequest(
                  "m1", FakeHosts.spec(VM), "a", Technique.PRE_COPY, TransferOptions.PLAIN));

      awaitTrue(() -> hosts.agent("b").status().vms().isEmpty());
      assertThat(hosts.agent("b").status().memoryFree()).isEqualTo(Bytes.ofMebibytes(1024));
    }
  }

  /** How one migration ended. */
  private record Result(
      MigrationOutcome outcome,
      List<String> runningOn,
      List<String> aliveOn,
      List<String> violations,
      int sourceSteps,
      int destinationSteps) {}

  private void assertAllRunOnce(Technique technique, List<Fault> faults) throws Exception {
    Semaphore atOnce = new Semaphore(16);
    try (ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result>> results = new ArrayList<>();
      for (Fault fault : faults) {
        results.add(
            runs.submit(() -> {
              atOnce.acquire();
              try {
                return migrate(technique, fault);
              } finally {
                atOnce.release();
              }
            }));
      }
      for (int i = 0; i < faults.size(); i++) {
        Result result = results.get(i).get();
        assertThat(result.violations()).as("%s", faults.get(i)).isEmpty();
        assertThat(result.runningOn()).as("%s %s", faults.get(i), result).hasSize(1);
        assertThat(result.aliveOn()).as("%s %s", faults.get(i), result).hasSize(1);
      }
    }
  }

  /** Migrates a VM from a to b under a fault, restarting agents that die, until all is settled. */
  private Result migrate(Technique technique, Fault fault) throws Exception {
    try (FakeHosts hosts = hosts(fault, 2)) {
      AtomicBoolean watching = new AtomicBoolean(true);
      Thread guard = Thread.ofVirtual().start(() -> restartTheDead(hosts, watching));
      begin(hosts, technique);
      awaitTrue(() ->
          hosts.agent("a").migrations().stream()
              .allMatch(m -> m.outcome().isPresent() && !isUnsettled(m)));
      awaitTrue(() -> hosts.aliveOn(VM).size() == 1 && hosts.runningOn(VM).size() == 1);
      Optional<MigrationStatus> status =
          insist(() -> hosts.agent("a").migrations()).orElseThrow().stream().findFirst();
      watching.set(false);
      guard.join();
      return new Result(
          status
              .flatMap(MigrationStatus::outcome)
              .orElse(new MigrationOutcome.Cancelled("not started")),
          hosts.runningOn(VM),
          hosts.aliveOn(VM),
          hosts.violations(),
          hosts.stepsOf("a"),
          hosts.stepsOf("b"));
    }
  }

  private static void restartTheDead(FakeHosts hosts, AtomicBoolean watching) {
    while (watching.get()) {
      hosts.restartIfDead("a");
      hosts.restartIfDead("b");
      LockSupport.parkNanos(3_000_000);
    }
  }

  private static boolean isUnsettled(MigrationStatus status) {
    return status.outcome().get() instanceof MigrationOutcome.Unsettled;
  }

  private FakeHosts hosts(Fault fault, long stepMs) throws Exception {
    return hosts(fault, stepMs, Duration.ofMinutes(1));
  }

  private FakeHosts hosts(Fault fault, long stepMs, Duration lease) throws Exception {
    Path own = directory.resolve(fault.name() + "-" + System.nanoTime());
    FakeHosts hosts = new FakeHosts(own, new Script(stepMs, fault.cuts(), fault.mute()), lease);
    hosts.start("a", fault.sourceStep());
    hosts.start("b", fault.destinationStep());
    hosts.restartIfDead("b");
    return hosts;
  }

  /** As the controller does it; a call that an agent's death cuts short is made again. */
  private static void begin(FakeHosts hosts, Technique technique) throws InterruptedException {
    insist(() -> hosts.agent("a").startVm(FakeHosts.spec(VM)));
    begin(hosts, technique, "m1", "a", "b");
  }

  private static void begin(
      FakeHosts hosts, Technique technique, String migration, String from, String to)
      throws InterruptedException {
    Optional<PrepareReply> listener =
        insist(() ->
            hosts
                .agent(to)
                .prepare(
                    new PrepareRequest(
                        migration, FakeHosts.spec(VM), from, technique, TransferOptions.PLAIN)));
    if (listener.isPresent()) {
      StartRequest request =
          new StartRequest(
              migration,
              VM,
              to,
              FakeHosts.url(to).toString(),
              listener.get(),
              technique,
              Optional.empty(),
              Duration.ofMillis(300),
              Duration.ofSeconds(1),
              TransferOptions.PLAIN);
      insist(() -> {
        hosts.agent(from).start(request);
        return true;
      });
    }
  }

  /** {@return the answer, or empty when the agent refused} */
  private static <T> Optional<T> insist(Supplier<T> call) throws InterruptedException {
    while (true) {
      try {
        return Optional.of(call.get());
      } catch (CallException e) {
        if (e.kind() != CallException.Kind.UNREACHABLE) {
          return Optional.empty();
        }
        Thread.sleep(3);
      }
    }
  }

  private static MigrationStatus awaitEnd(FakeHosts hosts) throws InterruptedException {
    return awaitEnd(hosts, "a", "m1");
  }

  private static MigrationStatus awaitEnd(FakeHosts hosts, String source, String migration)
      throws InterruptedException {
    awaitTrue(() -> {
      MigrationStatus status = hosts.agent(source).migration(migration);
      return status.outcome().isPresent() && !isUnsettled(status);
    });
    return hosts.agent(source).migration(migration);
  }

  /** Waits for a condition; an agent that is dead at the moment does not count against it. */
  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(condition)) {
      assertThat(System.nanoTime()).as("gave up waiting").isLessThan(end);
      Thread.sleep(3);
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (CallException e) {
      return false;
    }
  }
}
