package dev.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.DiskCopy;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmDisk;
import dev.drover.agent.api.VmSpec;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real guest that writes to its disk without pause, wherever it is; after each test every block
 * that it says it has written is looked for in the image.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class QemuDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int BLOCK = 4096;

  /** What the image holds when the guest starts; the guest writes behind it. */
  private static final byte[] CONTENT = new byte[QemuGuest.DISK_FIRST * BLOCK];

  /** So that the disk's copy does not end before something happens to it. */
  private static final Optional<BitRate> SLOW = Optional.of(BitRate.ofMegabitsPerSecond(24));

  private QemuGuest guest;
  private VmSpec spec;
  private AgentHost here;
  private AgentHost there;
  private int migrations;

  @BeforeAll
  void startGuest(@TempDir Path directory) throws Exception {
    Optional<String> obstacle = QemuGuest.obstacle();
    if (obstacle.isEmpty() && QemuGuest.modules().isEmpty()) {
      obstacle = Optional.of("the guest's kernel has no modules beside it");
    }
    obstacle.ifPresent(why -> System.out.println("SKIPPED: disks with real QEMU: " + why));
    assumeTrue(obstacle.isEmpty());

    new Random(5).nextBytes(CONTENT);
    Path image = directory.resolve("first.raw");
    Files.write(image, CONTENT);
    guest = QemuGuest.make(directory);
    spec = guest.withDisk("vm1", new VmDisk(Bytes.ofMebibytes(64), Optional.of(image.toString())));
    here = new AgentHost("a", directory);
    there = new AgentHost("b", directory);
    here.client().startVm(spec);
    Files.delete(image);
    await("the guest writes", () -> written(here) > 0);
  }

  @AfterAll
  void end() {
    if (here != null) {
      here.end();
      there.end();
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @CsvSource({"DIRECT, PRE_COPY", "RELAY, PRE_COPY", "RELAY, POST_COPY"})
  void guestThatWrites_migrated_losesNoWrite(Transport transport, Technique technique)
      throws Exception {
    AtomicInteger seen = new AtomicInteger();
    String id = migrate(transport, technique, Optional.of(BitRate.ofMegabitsPerSecond(150)));
    await(
        "an outcome",
        () -> {
          seen.accumulateAndGet(written(here), Math::max);
          return ended(id);
        });

    MigrationStatus end = here.client().migration(id);
    assertThat(end.outcome()).contains(new MigrationOutcome.Completed());
    assertThat(seen.get()).isPositive();
    assertDisk(there, Math.max(seen.get(), written(there)));
    assertThat(end.phases()).extracting(p -> p.phase()).contains("disk copy", "sent", "completed");
    DiskCopy disk = end.disk().orElseThrow();
    assertThat(disk.sent().count()).isBetween((long) CONTENT.length, 48L << 20);
    assertThat(disk.remaining()).isEqualTo(Bytes.ZERO);
    assertThat(disk.time()).isPositive().isLessThan(end.totalTime());
    assertNothingLeft(here);
    AgentHost left = here;
    here = there;
    there = left;
    assertGoesOn();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @EnumSource(names = {"DIRECT", "RELAY"})
  void cancelled_whileTheDiskIsCopied_endsAtOnce(Transport transport) throws Exception {
    String id = copying(transport);
    long start = System.nanoTime();
    assertThat(here.client().cancel(id)).isTrue();
    await("an outcome", () -> ended(id));

    assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(5).toNanos());
    assertThat(here.client().migration(id).outcome())
        .get()
        .isInstanceOf(MigrationOutcome.Cancelled.class);
    assertStays();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void destinationQemu_killedWhileTheDiskIsCopied_vmStays() throws Exception {
    String id = copying(Transport.DIRECT);
    killQemu(there, "vm1");
    await("an outcome", () -> ended(id));

    assertFailed(id, "disk copy");
    assertStays();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void relay_killedWhileTheDiskIsCopied_vmStays() throws Exception {
    String id = copying(Transport.RELAY);
    there.killRelay();
    await("an outcome", () -> ended(id));

    assertThat(assertFailed(id, "disk copy").cause()).contains("relay");
    assertStays();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void sourceAgent_killedWhileTheDiskIsCopied_failsAndTheVmStays() throws Exception {
    String id = copying(Transport.DIRECT);
    here.kill();
    here.start();
    await("an outcome", () -> ended(id));

    // The successor knows what was written down when the migration began.
    assertFailed(id, "setup");
    assertStays();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void destinationAgent_killedWhileTheDiskIsCopied_migrationGoesOn() throws Exception {
    String id = copying(Transport.DIRECT);
    there.kill();
    here.client()
        .adjust(
            id,
            new AdjustRequest(
                Optional.of(BitRate.ofMegabitsPerSecond(400)), Optional.empty(), false));
    await("memory moves", () -> entered(id, "pre-copy"));
    there.start();
    await("an outcome", () -> ended(id));

    assertThat(here.client().migration(id).outcome()).contains(new MigrationOutcome.Completed());
    assertDisk(there, written(there));
    AgentHost left = here;
    here = there;
    there = left;
    assertGoesOn();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void vmWhoseProcessEnded_startedAgain_hasItsDisk() throws Exception {
    VmSpec other = guest.withDisk("vm2", new VmDisk(Bytes.ofMebibytes(1), Optional.empty()));
    here.client().startVm(other);
    Path image = here.file("vm2/disk.raw");
    Files.writeString(image, "kept");
    killQemu(here, "vm2");
    await("the end of its process", () -> here.stateOf("vm2").equals(Optional.of(VmState.GONE)));
    PrepareRequest arriving =
        new PrepareRequest("m-vm2", other, "x", Technique.PRE_COPY, TransferOptions.PLAIN);
    assertThatThrownBy(() -> here.client().prepare(arriving))
        .hasMessageContaining("its disk is still here");

    here.client().startVm(other);
    assertThat(Files.readString(image)).startsWith("kept");
    here.client().stopVm("vm2");
    assertThat(image).doesNotExist();
  }

  private static void killQemu(AgentHost host, String vm) throws IOException {
    ProcessHandle.of(Long.parseLong(Files.readString(host.file(vm + "/qemu.pid")).strip()))
        .orElseThrow()
        .destroyForcibly();
  }

  private String copying(Transport transport) throws InterruptedException {
    String id = migrate(transport, Technique.PRE_COPY, SLOW);
    await(
        "a part of the disk is copied",
        () ->
            here.client()
                .migration(id)
                .disk()
                .filter(disk -> disk.sent().count() > 2 << 20)
                .isPresent());
    return id;
  }

  private MigrationOutcome.Failed assertFailed(String id, String phase) {
    MigrationOutcome outcome = here.client().migration(id).outcome().orElseThrow();
    assertThat(outcome).isInstanceOf(MigrationOutcome.Failed.class);
    MigrationOutcome.Failed failed = (MigrationOutcome.Failed) outcome;
    assertThat(failed.phase()).isEqualTo(phase);
    return failed;
  }

  private void assertStays() throws Exception {
    assertThat(here.stateOf("vm1")).contains(VmState.RUNNING);
    assertDisk(here, written(here));
    assertNothingLeft(there);
    assertGoesOn();
  }

  private void assertNothingLeft(AgentHost host) throws InterruptedException {
    await("the room is given back", () -> host.client().status().vms().isEmpty());
    assertThat(host.file("vm1")).doesNotExist();
  }

  private void assertGoesOn() throws Exception {
    int now = written(here);
    await("the guest writes on", () -> written(here) > now + 3);
    assertDisk(here, written(here));
  }

  /** Every block that the guest had written by then holds that write, or a later one. */
  private static void assertDisk(AgentHost host, int written) throws IOException {
    Path image = host.file("vm1/disk.raw");
    assertThat(Files.size(image)).isEqualTo(64L << 20);
    try (FileChannel file = FileChannel.open(image)) {
      ByteBuffer before = ByteBuffer.allocate(CONTENT.length);
      file.read(before, 0);
      assertThat(before.array()).as("what the disk held at first").isEqualTo(CONTENT);
      int first = Math.max(1, written - QemuGuest.DISK_BLOCKS + 1);
      for (int number = first; number <= written; number++) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        int place = QemuGuest.DISK_FIRST + number % QemuGuest.DISK_BLOCKS;
        file.read(block, (long) place * BLOCK);
        String text = new String(block.array(), StandardCharsets.US_ASCII);
        assertThat(text).as("write %d at block %d", number, place).matches("(?s)[0-9]{8}\n.*");
        int found = Integer.parseInt(text.substring(0, 8));
        assertThat(found)
            .as("write %d of %d at block %d", number, written, place)
            .isGreaterThanOrEqualTo(number);
        assertThat(text).isEqualTo(text.substring(0, 9).repeat(456).substring(0, BLOCK));
      }
    }
  }

  /** {@return how many blocks the guest says it has written, on this host's console} */
  private static int written(AgentHost host) {
    return host.counted("vm1", "wrote");
  }

  private boolean ended(String id) {
    return here.client()
        .migration(id)
        .outcome()
        .filter(outcome -> !(outcome instanceof MigrationOutcome.Unsettled))
        .isPresent();
  }

  private boolean entered(String id, String phase) {
    return here.client().migration(id).phases().stream().anyMatch(p -> p.phase().equals(phase));
  }

  private String migrate(Transport transport, Technique technique, Optional<BitRate> limit) {
    String id = "m" + ++migrations;
    TransferOptions transfer = new TransferOptions(Optional.empty(), transport, false, 1);
    PrepareReply listener =
        there.client().prepare(new PrepareRequest(id, spec, "here", technique, transfer));
    here.client()
        .start(
            new StartRequest(
                id,
                "vm1",
                "there",
                there.url().toString(),
                listener,
                technique,
                limit,
                Duration.ofMillis(300),
                Duration.ofSeconds(20),
                transfer));
    return id;
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
