package dev.drover.hypervisor.qemu;

import static dev.drover.hypervisor.qemu.TestLab.LOOPBACK;
import static dev.drover.hypervisor.qemu.TestLab.await;
import static dev.drover.hypervisor.qemu.TestLab.request;
import static dev.drover.hypervisor.qemu.TestLab.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Migrations between real QEMU processes on the loopback interface. Tests that leave the VM at its
 * source share it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuMigrationTest {
  private static final Optional<BitRate> SLOW = Optional.of(BitRate.ofMegabitsPerSecond(40));
  private static final Optional<BitRate> FREE = Optional.empty();
  private static final Duration LONG = Duration.ofSeconds(40);

  private TestLab lab;
  private Vm home;

  @BeforeAll
  void boot() throws Exception {
    lab = new TestLab();
    home = lab.booted();
  }

  @AfterAll
  void end() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  /** {@return a VM that runs, booted anew when an earlier test moved it away} */
  private Vm source() {
    if (state(home) != VmState.RUNNING) {
      home = lab.booted();
    }
    return home;
  }

  @Test
  void migrate_eachTechniqueInTurn_vmRunsAtTheLastDestination() throws Exception {
    Vm here = source();
    for (Technique technique : Technique.values()) {
      int before = lab.ticks(here);
      Vm there = lab.receiving();
      assertThat(state(there)).isEqualTo(VmState.RECEIVING);
      int port = there.listen(LOOPBACK, 0, technique, 1);
      Recorder recorder =
          new Recorder(phase -> {
            if (phase instanceof MigrationPhase.PostCopy) {
              there.resume();
            }
          });
      OutgoingMigration migration =
          here.migrate(
              new MigrationRequest(
                  LOOPBACK,
                  port,
                  technique,
                  Optional.of(
                      BitRate.ofMegabitsPerSecond(technique == Technique.HYBRID ? 100 : 300)),
                  Duration.ofMillis(technique == Technique.PRE_COPY ? 300 : 1),
                  LONG,
                  1,
                  Optional.empty()),
              recorder);
      MigrationPhase end = migration.await(LONG).orElseThrow();
      assertThat(end)
          .as("%s %s", technique, recorder.phases())
          .isInstanceOf(MigrationPhase.Sent.class);
      assertThat(state(here)).isEqualTo(VmState.HANDED_OVER);
      if (technique == Technique.PRE_COPY) {
        assertThat(state(there)).isEqualTo(VmState.PAUSED);
        there.resume();
      } else {
        assertThat(recorder.saw(MigrationPhase.PostCopy.class))
            .as(
                "%s %s",
                recorder.phases(),
                recorder
                    .samples()
                    .subList(Math.max(0, recorder.samples().size() - 9), recorder.samples().size()))
            .isTrue();
      }
      assertThat(state(there)).isEqualTo(VmState.RUNNING);
      lab.assertCounting(there);
      assertThat(lab.ticks(there)).isGreaterThan(before);

      MigrationPhase.Sent sent = (MigrationPhase.Sent) end;
      assertThat(sent.traffic().count()).isBetween(24L << 20, 2 * TestLab.MEMORY.count());
      assertThat(sent.totalTime()).isBetween(Duration.ofMillis(500), LONG);
      // By QEMU's clock alone: a machine that stands in the stop-and-copy adds to both.
      assertThat(sent.totalTime().minus(sent.downtime())).isGreaterThan(Duration.ofMillis(300));
      assertThat(recorder.phases().getFirst()).isEqualTo(new MigrationPhase.Setup());
      assertThat(recorder.phases().getLast()).isEqualTo(end);
      for (int round = 1; round <= sent.rounds(); round++) {
        int wanted = round;
        assertThat(recorder.samples())
            .as("samples of round %d of %s", round, technique)
            .anyMatch(sample -> sample.round() >= wanted);
      }
      assertThat(recorder.samples()).extracting(RoundSample::transferred).isSorted();
      here.kill();
      assertThat(state(here)).isEqualTo(VmState.GONE);
      here = there;
    }
    home = here;
  }

  @Test
  void limitRate_changedWhileRunning_isKeptThenCancelled() throws Exception {
    Vm here = source();
    Vm there = lab.receiving();
    Recorder recorder = new Recorder();
    OutgoingMigration migration =
        here.migrate(
            request(there.listen(LOOPBACK, 0, Technique.PRE_COPY, 1), Technique.PRE_COPY, SLOW),
            recorder);
    await(LONG, "40 Mbit/s", () -> reached(recorder, 40e6));
    assertThat(recorder.samples()).allMatch(sample -> rate(sample) < 44e6);

    migration.limitRate(Optional.of(BitRate.ofMegabitsPerSecond(80)));
    await(LONG, "80 Mbit/s", () -> reached(recorder, 80e6));
    assertThat(recorder.samples()).allMatch(sample -> rate(sample) < 88e6);

    assertThat(migration.cancel()).isTrue();
    assertThat(migration.await(LONG)).contains(new MigrationPhase.Cancelled());
    assertThat(state(here)).isEqualTo(VmState.RUNNING);
    assertThat(migration.cancel()).isFalse();
    lab.assertCounting(here);
    there.kill();
  }

  /** {@return whether several of QEMU's slices came near this rate; a disturbed one is slower} */
  private static boolean reached(Recorder recorder, double rate) {
    return recorder.samples().stream()
            .mapToDouble(QemuMigrationTest::rate)
            .filter(r -> r > 0.9 * rate)
            .distinct()
            .count()
        >= 5;
  }

  /** {@return the rate in one of QEMU's slices of 100 ms, by QEMU's own clock} */
  private static double rate(RoundSample sample) {
    return sample.throughput().bitsPerSecond();
  }

  @Test
  void destinationQemu_killedInPreCopy_vmRunsAtSource() throws Exception {
    Vm here = source();
    Vm there = lab.receiving();
    Recorder recorder = new Recorder();
    OutgoingMigration migration =
        here.migrate(
            request(there.listen(LOOPBACK, 0, Technique.HYBRID, 1), Technique.HYBRID, SLOW),
            recorder);
    await(LONG, "memory to move", () -> recorder.samples().size() > 5);
    there.kill();
    MigrationPhase end = migration.await(LONG).orElseThrow();
    assertThat(end)
        .isInstanceOfSatisfying(
            MigrationPhase.Failed.class,
            failed -> {
              assertThat(failed.during()).isEqualTo("pre-copy");
              assertThat(failed.vmRunsHere()).isTrue();
              assertThat(failed.cause()).isNotBlank();
            });
    lab.assertCounting(here);
  }

  @Test
  void migrate_nobodyListens_failsWithTheCauseAndVmRuns() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    OutgoingMigration migration =
        source().migrate(request(closed, Technique.POST_COPY, FREE), new Recorder());
    assertThat(migration.await(LONG).orElseThrow())
        .isInstanceOfSatisfying(
            MigrationPhase.Failed.class,
            failed -> {
              assertThat(failed.during()).isEqualTo("setup");
              assertThat(failed.cause()).contains("refused");
              assertThat(failed.vmRunsHere()).isTrue();
            });
  }

  @Test
  void connection_swallowedInPreCopy_endsAfterStallLimitAndVmRuns() throws Exception {
    Vm here = source();
    Vm there = lab.receiving();
    try (Relay relay = new Relay(there.listen(LOOPBACK, 0, Technique.PRE_COPY, 1))) {
      Recorder recorder = new Recorder();
      OutgoingMigration migration =
          here.migrate(stalling(relay.port(), Technique.PRE_COPY), recorder);
      await(LONG, "memory to move", () -> recorder.samples().size() > 5);
      relay.swallow();
      assertThat(migration.await(LONG).orElseThrow())
          .isInstanceOfSatisfying(
              MigrationPhase.Failed.class,
              failed -> {
                assertThat(failed.cause()).contains("no byte moved");
                assertThat(failed.vmRunsHere()).isTrue();
              });
      lab.assertCounting(here);
    }
    there.kill();
  }

  private static MigrationRequest stalling(int port, Technique technique) {
    return new MigrationRequest(
        LOOPBACK,
        port,
        technique,
        SLOW,
        Duration.ofMillis(300),
        Duration.ofSeconds(4),
        1,
        Optional.empty());
  }

  @Test
  void connection_swallowedInPostCopy_pausesThenRecovers() throws Exception {
    Vm here = source();
    Vm there = lab.receiving();
    AtomicBoolean resumed = new AtomicBoolean();
    Recorder recorder =
        new Recorder(phase -> {
          if (phase instanceof MigrationPhase.PostCopy && resumed.compareAndSet(false, true)) {
            there.resume();
          }
        });
    OutgoingMigration migration;
    try (Relay relay = new Relay(there.listen(LOOPBACK, 0, Technique.POST_COPY, 1))) {
      migration = here.migrate(stalling(relay.port(), Technique.POST_COPY), recorder);
      await(LONG, "post-copy", () -> recorder.saw(MigrationPhase.PostCopy.class));
      assertThat(migration.cancel()).isFalse();
      await(LONG, "memory to move", () -> recorder.samples().size() > 5);
      relay.swallow();
      await(LONG, "the pause", () -> recorder.saw(MigrationPhase.PostCopyPaused.class));
    }
    migration.limitRate(Optional.empty());
    await(LONG, "the end", () -> endsOrIsRecovered(migration, there));
    assertThat(migration.await(LONG).orElseThrow()).isInstanceOf(MigrationPhase.Sent.class);
    assertThat(recorder.phases().stream().filter(MigrationPhase.PostCopy.class::isInstance))
        .hasSizeGreaterThanOrEqualTo(2);
    lab.assertCounting(there);
    here.kill();
    home = there;
  }

  /** Joins both ends again whenever they are not, as an agent does. */
  private static boolean endsOrIsRecovered(OutgoingMigration migration, Vm there) {
    if (migration.recoverable()) {
      listenAgain(there).ifPresent(port -> migration.recover(LOOPBACK, port));
    }
    return migration.phase().isFinal();
  }

  private static OptionalInt listenAgain(Vm vm) {
    try {
      vm.pauseIncoming();
    } catch (HypervisorException e) {
      assertThat(e.errorClass()).isEqualTo("GenericError");
    }
    try {
      return OptionalInt.of(vm.listenAgain(LOOPBACK, 0));
    } catch (HypervisorException e) {
      return OptionalInt.empty();
    }
  }

  @Test
  void agent_restartedAtBothEndsInPostCopy_followsToTheEnd() throws Exception {
    Vm here = source();
    Vm there = lab.receiving();
    Recorder first = new Recorder();
    // So slow that both ends are found again before it is over.
    Optional<BitRate> rate = Optional.of(BitRate.ofMegabitsPerSecond(8));
    here.migrate(
            request(there.listen(LOOPBACK, 0, Technique.HYBRID, 1), Technique.HYBRID, rate), first)
        .startPostCopy();
    await(LONG, "post-copy", () -> first.saw(MigrationPhase.PostCopy.class));

    Vm hereAgain = lab.readopted(here);
    Vm thereAgain = lab.readopted(there);
    assertThat(state(hereAgain)).isEqualTo(VmState.HANDED_OVER);
    assertThat(thereAgain.follow(Technique.HYBRID, LONG, new Recorder())).isEmpty();
    thereAgain.resume();
    Recorder second = new Recorder();
    OutgoingMigration followed =
        hereAgain.follow(Technique.HYBRID, Duration.ofSeconds(10), second).orElseThrow();
    await(LONG, "post-copy", () -> second.saw(MigrationPhase.PostCopy.class));
    followed.limitRate(Optional.empty());
    assertThat(followed.await(LONG).orElseThrow()).isInstanceOf(MigrationPhase.Sent.class);
    lab.assertCounting(thereAgain);

    OutgoingMigration ended =
        hereAgain.follow(Technique.HYBRID, LONG, new Recorder()).orElseThrow();
    assertThat(ended.await(LONG)).isEqualTo(followed.await(LONG));
    hereAgain.kill();
    home = thereAgain;
  }

  @Test
  void follow_afterCancelledMigration_reportsItAndVmRuns() throws Exception {
    Vm here = source();
    Vm there = lab.receiving();
    Recorder first = new Recorder();
    OutgoingMigration migration =
        here.migrate(
            request(there.listen(LOOPBACK, 0, Technique.PRE_COPY, 1), Technique.PRE_COPY, SLOW),
            first);
    await(LONG, "memory to move", () -> first.samples().size() > 2);
    home = lab.readopted(here);
    assertThat(migration.await(LONG)).isEmpty();
    OutgoingMigration followed =
        home.follow(Technique.PRE_COPY, LONG, new Recorder()).orElseThrow();
    assertThat(followed.cancel()).isTrue();
    assertThat(followed.await(LONG)).contains(new MigrationPhase.Cancelled());
    assertThat(home.follow(Technique.PRE_COPY, LONG, new Recorder()).orElseThrow().await(LONG))
        .contains(new MigrationPhase.Cancelled());
    there.kill();
  }

  @Test
  void sourceQemu_killedInPreCopy_failsWithoutVmAndDestinationEnds() throws Exception {
    Vm here = source();
    Vm there = lab.receiving();
    Recorder recorder = new Recorder();
    OutgoingMigration migration =
        here.migrate(
            request(there.listen(LOOPBACK, 0, Technique.PRE_COPY, 1), Technique.PRE_COPY, SLOW),
            recorder);
    await(LONG, "memory to move", () -> recorder.samples().size() > 5);
    ProcessHandle.of(here.pid()).orElseThrow().destroyForcibly();
    assertThat(migration.await(LONG).orElseThrow())
        .isInstanceOfSatisfying(
            MigrationPhase.Failed.class, failed -> assertThat(failed.vmRunsHere()).isFalse());
    await(LONG, "the destination to end", () -> there.state() == VmState.GONE);
    assertThatThrownBy(there::resume).isInstanceOf(HypervisorException.class);
  }

  @Test
  void cancel_whileConnectingToNothing_endsAndALaterMigrationIsAccepted() throws Exception {
    Vm here = lab.booted(); // QEMU may need a while to forget the connection
    // A listener whose queue is full drops further connections without a word.
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> queue = List.of(connecting(full), connecting(full), connecting(full));
      await(LONG, "a full queue", () -> queue.stream().filter(Socket::isConnected).count() >= 2);
      OutgoingMigration migration =
          here.migrate(request(full.getLocalPort(), Technique.PRE_COPY, FREE), new Recorder());
      assertThat(migration.await(Duration.ofMillis(500))).isEmpty();
      assertThat(migration.phase()).isEqualTo(new MigrationPhase.Setup());
      assertThat(migration.cancel()).isTrue();
      assertThat(migration.await(LONG)).contains(new MigrationPhase.Cancelled());
      assertThat(state(here)).isEqualTo(VmState.RUNNING);
      for (Socket socket : queue) {
        socket.close();
      }
    }
    await(LONG, "QEMU to give the connection up", () -> accepts(here));
  }

  private static boolean accepts(Vm vm) {
    try {
      vm.migrate(request(1, Technique.PRE_COPY, FREE), new Recorder()).await(LONG);
      return true;
    } catch (HypervisorException e) {
      assertThat(e).hasMessageContaining("in progress");
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Socket connecting(ServerSocket full) throws IOException {
    Socket socket = new Socket();
    Thread.ofVirtual()
        .start(() -> {
          try {
            socket.connect(full.getLocalSocketAddress());
          } catch (IOException e) {
            assertThat(socket.isConnected()).isFalse();
          }
        });
    return socket;
  }
}
