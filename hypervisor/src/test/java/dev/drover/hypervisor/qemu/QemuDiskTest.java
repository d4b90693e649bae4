package dev.drover.hypervisor.qemu;

import static dev.drover.hypervisor.qemu.TestLab.LOOPBACK;
import static dev.drover.hypervisor.qemu.TestLab.await;
import static dev.drover.hypervisor.qemu.TestLab.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.hypervisor.DiskProgress;
import dev.drover.hypervisor.DiskTarget;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real QEMU processes whose disk goes with them. Tests that leave the VM here share it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuDiskTest {
  private static final Bytes SIZE = Bytes.ofMebibytes(32);
  private static final byte[] CONTENT = new byte[16 << 20];
  private static final Optional<BitRate> SLOW = Optional.of(BitRate.ofMegabitsPerSecond(40));
  private static final Optional<BitRate> FAST = Optional.of(BitRate.ofMegabitsPerSecond(400));

  /** Slow enough that pre-copy does not end before post-copy begins. */
  private static final Optional<BitRate> SLOWER = Optional.of(BitRate.ofMegabitsPerSecond(100));

  private static final Duration LONG = Duration.ofSeconds(40);

  private TestLab lab;
  private Vm home;
  private Path homeImage;

  @BeforeAll
  void boot() throws Exception {
    new Random(11).nextBytes(CONTENT);
    lab = new TestLab();
    homeImage = lab.image("home.raw", SIZE, CONTENT);
    home = lab.booted(Optional.of(homeImage));
  }

  @AfterAll
  void end() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  /** A destination with its empty image. */
  private record There(Vm vm, Path image, int disk) {}

  private There receiving(String name) throws IOException {
    Path image = lab.image(name, SIZE, new byte[0]);
    Vm vm = lab.receiving(Optional.of(image));
    return new There(vm, image, vm.receiveDisk(LOOPBACK));
  }

  private static MigrationRequest request(
      There there, int disk, Technique technique, Optional<BitRate> rate) {
    return new MigrationRequest(
        LOOPBACK,
        there.vm().listen(LOOPBACK, 0, technique, 1),
        technique,
        rate,
        Duration.ofMillis(technique == Technique.PRE_COPY ? 300 : 1),
        Duration.ofSeconds(3),
        1,
        Optional.of(new DiskTarget(LOOPBACK, disk)));
  }

  /** Keeps what a migration tells of the disk besides the rest. */
  private record Watch(Recorder recorder, List<DiskProgress> disk) implements MigrationListener {
    Watch(Recorder recorder) {
      this(recorder, new CopyOnWriteArrayList<>());
    }

    @Override
    public void phaseChanged(MigrationPhase phase) {
      recorder.phaseChanged(phase);
    }

    @Override
    public void roundBegan(RoundBoundary boundary) {
      recorder.roundBegan(boundary);
    }

    @Override
    public void sampled(RoundSample sample) {
      recorder.sampled(sample);
    }

    @Override
    public void diskCopied(DiskProgress progress) {
      disk.add(progress);
    }

    boolean copied(Bytes least) {
      return !disk.isEmpty() && disk.getLast().sent().compareTo(least) >= 0;
    }
  }

  private OutgoingMigration copying(There there, int port, Watch watch) {
    OutgoingMigration migration =
        home.migrate(request(there, port, Technique.PRE_COPY, SLOW), watch);
    await(LONG, "a part of the disk to be copied", () -> watch.copied(Bytes.ofMebibytes(4)));
    return migration;
  }

  private void assertAtHome() throws IOException {
    assertThat(state(home)).isEqualTo(VmState.RUNNING);
    lab.assertCounting(home);
    assertThat(Files.mismatch(homeImage, lab.image("expected.raw", SIZE, CONTENT))).isEqualTo(-1);
  }

  @Test
  void migrate_vmWithADisk_eachTechniqueTakesBoth() throws Exception {
    Vm here = lab.booted(Optional.of(lab.image("first.raw", SIZE, CONTENT)));
    for (Technique technique : Technique.values()) {
      There there = receiving(technique + ".raw");
      Watch watch =
          new Watch(
              new Recorder(phase -> {
                if (phase instanceof MigrationPhase.PostCopy) {
                  there.vm().resume();
                }
              }));
      OutgoingMigration migration =
          here.migrate(
              request(
                  there, there.disk(), technique, technique == Technique.HYBRID ? SLOWER : FAST),
              watch);
      MigrationPhase end = migration.await(LONG).orElseThrow();
      assertThat(end)
          .as("%s %s", technique, watch.recorder().phases())
          .isInstanceOf(MigrationPhase.Sent.class);
      assertThat(state(here)).isEqualTo(VmState.HANDED_OVER);
      if (technique == Technique.PRE_COPY) {
        assertThat(state(there.vm())).isEqualTo(VmState.PAUSED);
        there.vm().resume();
      } else {
        assertThat(watch.recorder().saw(MigrationPhase.PostCopy.class))
            .as("%s %s", technique, watch.recorder().phases())
            .isTrue();
      }
      assertThat(state(there.vm())).isEqualTo(VmState.RUNNING);
      lab.assertCounting(there.vm());

      assertThat(Files.mismatch(there.image(), lab.image("expected.raw", SIZE, CONTENT)))
          .isEqualTo(-1);
      assertThat(occupied(there.image())).isBetween(16L << 20, 18L << 20);
      assertThat(watch.recorder().phases())
          .startsWith(
              new MigrationPhase.Setup(),
              new MigrationPhase.DiskCopy(),
              new MigrationPhase.PreCopy(1));
      DiskProgress last = watch.disk().getLast();
      assertThat(last.sent().count()).isBetween(16L << 20, 18L << 20);
      assertThat(last.remaining()).isEqualTo(Bytes.ZERO);
      here.kill();
      here = there.vm();
    }
    here.kill();
  }

  private static long occupied(Path image) throws IOException, InterruptedException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", image.toString()).start();
    return 512
        * Long.parseLong(
            new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
  }

  @Test
  void cancel_whileTheDiskIsCopied_leavesTheVmAtOnce() throws Exception {
    There there = receiving("cancelled.raw");
    Watch watch = new Watch(new Recorder());
    OutgoingMigration migration = copying(there, there.disk(), watch);
    assertThat(migration.cancel()).isTrue();
    assertThat(migration.await(Duration.ofSeconds(3))).contains(new MigrationPhase.Cancelled());
    assertThat(watch.recorder().saw(MigrationPhase.PreCopy.class)).isFalse();
    there.vm().kill();
    assertAtHome();

    There second = receiving("second.raw");
    OutgoingMigration again = copying(second, second.disk(), new Watch(new Recorder()));
    assertThat(again.cancel()).isTrue();
    assertThat(again.await(Duration.ofSeconds(3))).contains(new MigrationPhase.Cancelled());
    second.vm().kill();
  }

  @Test
  void limitRate_whileTheDiskIsCopied_isTheMirrorsToo() throws Exception {
    There there = receiving("limited.raw");
    Watch watch = new Watch(new Recorder());
    long start = System.nanoTime();
    OutgoingMigration migration = copying(there, there.disk(), watch);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(watch.disk().getLast().sent().count())
        .isLessThan((long) (seconds * 5e6) + (6 << 20));
    migration.limitRate(Optional.of(BitRate.ofMegabitsPerSecond(2000)));
    await(LONG, "memory to be sent", () -> watch.recorder().saw(MigrationPhase.PreCopy.class));
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
    migration.cancel();
    assertThat(migration.await(LONG)).contains(new MigrationPhase.Cancelled());
    there.vm().kill();
    assertAtHome();
  }

  @Test
  void destination_killedWhileTheDiskIsCopied_vmStaysWithItsDisk() throws Exception {
    There there = receiving("killed.raw");
    Watch watch = new Watch(new Recorder());
    OutgoingMigration migration = copying(there, there.disk(), watch);
    there.vm().kill();
    MigrationPhase end = migration.await(LONG).orElseThrow();
    assertThat(end).isInstanceOf(MigrationPhase.Failed.class);
    assertThat(((MigrationPhase.Failed) end).during()).isEqualTo("disk copy");
    assertThat(((MigrationPhase.Failed) end).cause()).startsWith("the copy of the disk broke");
    assertThat(((MigrationPhase.Failed) end).vmRunsHere()).isTrue();
    assertAtHome();
  }

  @Test
  void diskConnection_swallowedWhileItIsCopied_failsAfterTheStallLimit() throws Exception {
    There there = receiving("swallowed.raw");
    try (Relay relay = new Relay(there.disk())) {
      Watch watch = new Watch(new Recorder());
      OutgoingMigration migration = copying(there, relay.port(), watch);
      relay.swallow();
      MigrationPhase end = migration.await(LONG).orElseThrow();
      assertThat(end)
          .isEqualTo(new MigrationPhase.Failed("disk copy", "no byte moved for 3.0s", true));
      assertAtHome();
    }
    there.vm().kill();
  }

  @Test
  void diskConnection_brokenWhileMemoryIsSent_vmIsNotGivenAway() throws Exception {
    There there = receiving("broken.raw");
    try (Relay relay = new Relay(there.disk())) {
      Watch watch =
          new Watch(
              new Recorder(phase -> {
                if (phase instanceof MigrationPhase.PreCopy) {
                  relay.cut();
                }
              }));
      OutgoingMigration migration =
          home.migrate(request(there, relay.port(), Technique.PRE_COPY, FAST), watch);
      MigrationPhase end = migration.await(LONG).orElseThrow();
      assertThat(end).as("%s", watch.recorder().phases()).isInstanceOf(MigrationPhase.Failed.class);
      assertThat(((MigrationPhase.Failed) end).vmRunsHere()).isTrue();
      assertAtHome();
    }
    there.vm().kill();
  }

  @Test
  void follow_earlierProcessWasCopyingTheDisk_mirrorIsEnded() throws Exception {
    There there = receiving("followed.raw");
    Vm again;
    copying(there, there.disk(), new Watch(new Recorder()));
    again = lab.readopted(home);
    home = again;
    assertThat(again.follow(Technique.PRE_COPY, LONG, new Recorder())).isEmpty();
    there.vm().kill();
    assertAtHome();
    There second = receiving("after.raw");
    OutgoingMigration migration = copying(second, second.disk(), new Watch(new Recorder()));
    assertThat(migration.cancel()).isTrue();
    assertThat(migration.await(LONG)).contains(new MigrationPhase.Cancelled());
    second.vm().kill();
  }

  @Test
  void follow_earlierProcessWasSendingMemory_bringsBothToTheirEnd() throws Exception {
    Vm here = lab.booted(Optional.of(lab.image("left.raw", SIZE, CONTENT)));
    There there = receiving("taken.raw");
    Watch watch = new Watch(new Recorder());
    OutgoingMigration first =
        here.migrate(request(there, there.disk(), Technique.PRE_COPY, FAST), watch);
    await(LONG, "memory to be sent", () -> watch.recorder().saw(MigrationPhase.PreCopy.class));
    first.limitRate(SLOW);
    Vm again = lab.readopted(here);
    Watch second = new Watch(new Recorder());
    OutgoingMigration followed = again.follow(Technique.PRE_COPY, LONG, second).orElseThrow();
    followed.limitRate(FAST);
    assertThat(followed.await(LONG).orElseThrow())
        .as("%s", second.recorder().phases())
        .isInstanceOf(MigrationPhase.Sent.class);
    there.vm().resume();
    lab.assertCounting(there.vm());
    assertThat(Files.mismatch(there.image(), lab.image("expected.raw", SIZE, CONTENT)))
        .isEqualTo(-1);
    again.kill();
    there.vm().kill();
  }

  @Test
  void migrate_nobodyReceivesTheDisk_isRefusedInOneLine() throws Exception {
    There there = receiving("refused.raw");
    there.vm().kill();
    Vm empty = lab.receiving();
    int port = empty.listen(LOOPBACK, 0, Technique.PRE_COPY, 1);
    assertThatThrownBy(() ->
            home.migrate(
                new MigrationRequest(
                    LOOPBACK,
                    port,
                    Technique.PRE_COPY,
                    SLOW,
                    LONG,
                    LONG,
                    1,
                    Optional.of(new DiskTarget(LOOPBACK, there.disk()))),
                new Recorder()))
        .isInstanceOf(HypervisorException.class)
        .hasMessage(
            "the disk cannot be sent to 127.0.0.1 port " + there.disk() + ": Connection refused");
    assertThatThrownBy(
            () -> home.migrate(TestLab.request(port, Technique.PRE_COPY, SLOW), new Recorder()))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("has a disk and its destination does not receive one");
    empty.kill();
    assertAtHome();
  }
}
