package dev.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.DirtyReport;
import dev.drover.agent.api.HttpAgentClient;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.fake.FakeNetwork;
import dev.drover.agent.migration.Timing;
import dev.drover.hypervisor.VmState;
import dev.drover.hypervisor.qemu.QemuHypervisor;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.RoundRate;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two agents with real QEMUs over real HTTP; a guest without a network card moves between them. */
class QemuAgentsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final TransferOptions BDA =
      new TransferOptions(Optional.of("bda"), Transport.DIRECT, false, 1);

  @TempDir Path directory;

  private QemuGuest guest;
  private Host a;
  private Host b;

  /** One host: its agent can be killed and started again on the same directory and port. */
  private static final class Host {
    private final AgentConfig config;
    private Agent agent;
    private AgentServer server;

    Host(String name, Path directory) throws IOException {
      int port;
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      config =
          new AgentConfig(
              name,
              directory.resolve(name),
              "127.0.0.1:" + port,
              "127.0.0.1",
              new AgentConfig.Nic("none", "none", BitRate.ofMegabitsPerSecond(200), Bytes.of(1)),
              Bytes.ofMebibytes(512),
              "tcg",
              Optional.empty(),
              Optional.empty());
      start();
    }

    void start() {
      agent =
          new Agent(
              config,
              QemuHypervisor.installed(),
              "QEMU",
              _ -> "tcg",
              new FakeNetwork(""),
              HttpAgentClient.connector(Optional.empty()),
              Timing.DEFAULT);
      agent.start();
      server =
          new AgentServer(
              agent,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), url().getPort()),
              Optional.empty());
    }

    void kill() {
      server.close();
      agent.close();
    }

    URI url() {
      return URI.create("http://" + config.listen());
    }

    HttpAgentClient client() {
      return HttpAgentClient.connect(url(), Optional.empty());
    }

    Optional<VmState> stateOf(String vm) {
      return client().status().vms().stream()
          .filter(v -> v.spec().name().equals(vm))
          .findFirst()
          .map(VmStatus::state);
    }
  }

  @BeforeAll
  static void realQemu() {
    Optional<String> obstacle = QemuGuest.obstacle();
    obstacle.ifPresent(why -> System.out.println("SKIPPED: agents with real QEMU: " + why));
    assumeTrue(obstacle.isEmpty());
  }

  @BeforeEach
  void hosts() throws Exception {
    guest = QemuGuest.make(directory);
    a = new Host("a", directory);
    b = new Host("b", directory);
    a.client().startVm(guest.spec("vm1"));
    await("the guest counts", () -> ticks(a) > 0);
  }

  @AfterEach
  void end() {
    for (Host host : List.of(a, b)) {
      host.kill();
      ProcessHandle.allProcesses()
          .filter(p ->
              p.info()
                  .commandLine()
                  .filter(line -> line.contains(host.config.directory() + "/"))
                  .isPresent())
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  @ParameterizedTest
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
  @EnumSource(Technique.class)
  void sourceAgent_killedWhileSending_isFollowedByItsSuccessor(Technique technique)
      throws Exception {
    migrate(technique, Optional.of(BitRate.ofMegabitsPerSecond(120)));
    Thread.sleep(700);
    a.kill();
    Thread.sleep(700);
    a.start();

    assertThat(awaitEnd().outcome()).contains(new MigrationOutcome.Completed());
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
    assertThat(a.client().status().vms()).isEmpty();
  }

  @Test
  void rounds_pacedByBda_areToldWithTheirRates() throws Exception {
    migrate("m1", Technique.PRE_COPY, Optional.of(BitRate.ofMegabitsPerSecond(100)), BDA);

    MigrationStatus end = awaitEnd();

    assertThat(end.outcome()).contains(new MigrationOutcome.Completed());
    assertThat(end.rates()).extracting(RoundRate::round).startsWith(1).isSorted();
    assertThat(end.rates()).anyMatch(rate -> rate.round() > 1);
    assertThat(end.rates())
        .allSatisfy(rate -> {
          assertThat(rate.capacity()).isEqualTo(BitRate.ofMegabitsPerSecond(200));
          assertThat(rate.ceiling()).isEqualTo(BitRate.ofMegabitsPerSecond(100));
          assertThat(rate.rate()).isLessThanOrEqualTo(rate.ceiling());
        });
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
  }

  @Test
  void pacedSourceAgent_killedInTheMiddle_isPacedByItsSuccessor() throws Exception {
    migrate("m1", Technique.PRE_COPY, Optional.of(BitRate.ofMegabitsPerSecond(60)), BDA);
    await("memory moves", () -> a.client().migration("m1").traffic().count() > 0);
    a.kill();
    a.start();
    int decided = a.client().migration("m1").rates().size();

    MigrationStatus end = awaitEnd();

    assertThat(end.outcome()).contains(new MigrationOutcome.Completed());
    assertThat(end.rates().subList(decided, end.rates().size()))
        .anySatisfy(rate -> {
          assertThat(rate.round()).isGreaterThan(1);
          assertThat(rate.ceiling()).isEqualTo(BitRate.ofMegabitsPerSecond(60));
        });
  }

  @Test
  void destinationAgent_downAtTheHandOver_takesOverWhenItReturns() throws Exception {
    migrate(Technique.PRE_COPY, Optional.empty());
    b.kill();
    await("all is sent", () -> entered("sent"));
    assertThat(a.stateOf("vm1")).contains(VmState.HANDED_OVER);
    b.start();

    assertThat(awaitEnd().outcome()).contains(new MigrationOutcome.Completed());
    assertThat(b.stateOf("vm1")).contains(VmState.RUNNING);
  }

  @Test
  void destinationQemu_killedWhileReceiving_vmRunsAtTheSource() throws Exception {
    migrate(Technique.PRE_COPY, Optional.of(BitRate.ofMegabitsPerSecond(20)));
    await("memory moves", () -> entered("pre-copy"));
    ProcessHandle.of(Long.parseLong(Files.readString(pidFile(b)).strip()))
        .orElseThrow()
        .destroyForcibly();

    assertThat(awaitEnd().outcome()).get().isInstanceOf(MigrationOutcome.Failed.class);
    assertThat(a.stateOf("vm1")).contains(VmState.RUNNING);
    await("the destination gives its room back", () -> b.client().status().vms().isEmpty());
  }

  @Test
  void cancelled_vmRunsAtTheSourceAndMayGoAgain() throws Exception {
    migrate(Technique.HYBRID, Optional.of(BitRate.ofMegabitsPerSecond(20)));
    await("memory moves", () -> entered("pre-copy"));

    assertThat(a.client().cancel("m1")).isTrue();
    assertThat(awaitEnd().outcome()).get().isInstanceOf(MigrationOutcome.Cancelled.class);
    assertThat(a.stateOf("vm1")).contains(VmState.RUNNING);

    migrate("m2", Technique.PRE_COPY, Optional.empty());
    assertThat(awaitEnd("m2").outcome()).contains(new MigrationOutcome.Completed());
  }

  @Test
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
    migrate(id, technique, limit, TransferOptions.PLAIN);
  }

  private void migrate(
      String id, Technique technique, Optional<BitRate> limit, TransferOptions transfer) {
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

  private MigrationStatus awaitEnd() throws InterruptedException {
    return awaitEnd("m1");
  }

  private MigrationStatus awaitEnd(String id) throws InterruptedException {
    await("an outcome", () -> a.client().migration(id).outcome().isPresent());
    return a.client().migration(id);
  }

  private boolean entered(String phase) {
    return a.client().migration("m1").phases().stream().anyMatch(p -> p.phase().equals(phase));
  }

  private static Path pidFile(Host host) {
    return host.config.directory().resolve("vms/vm1/qemu.pid");
  }

  /** {@return the last number on the guest's console here; 0 when there is none} */
  private static int ticks(Host host) {
    try {
      String console = Files.readString(host.config.directory().resolve("vms/vm1/console.log"));
      return console
          .lines()
          .filter(line -> line.matches("tick [0-9]+\\s*"))
          .reduce((_, last) -> last)
          .map(line -> Integer.parseInt(line.substring(5).strip()))
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
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
