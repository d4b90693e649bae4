package dev.drover.hypervisor.qemu;

import static dev.drover.hypervisor.qemu.TestLab.await;
import static dev.drover.hypervisor.qemu.TestLab.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.hypervisor.VmState;
import dev.drover.hypervisor.qmp.QmpClient;
import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One real VM, looked at from all sides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuHypervisorTest {
  private TestLab lab;
  private Vm vm;

  @BeforeAll
  void boot() throws Exception {
    lab = new TestLab();
    vm = lab.booted();
  }

  @AfterAll
  void end() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void launch_runningGuest_isSeenAsSuch() {
    assertThat(vm.alive()).isTrue();
    assertThat(state(vm)).isEqualTo(VmState.RUNNING);
    assertThat(vm.residentMemory().count()).isBetween(30L << 20, TestLab.MEMORY.count());
    assertThat(vm.techniques()).contains(Technique.PRE_COPY);
  }

  @Test
  void measureDirtyRate_guestThatRewrites8MiB_findsSomeOfIt() {
    await(Duration.ofSeconds(60), "the guest to dirty memory", () -> dirties(vm));
  }

  private static boolean dirties(Vm vm) {
    long rate = vm.measureDirtyRate(Duration.ofSeconds(1)).bytesPerSecond();
    assertThat(rate).isLessThan(TestLab.MEMORY.count());
    return rate >= 1 << 20;
  }

  @Test
  void techniques_asRoot_includePostCopy() {
    assumeThat(System.getProperty("user.name")).as("needs root").isEqualTo("root");
    assertThat(vm.techniques()).containsExactlyInAnyOrder(Technique.values());
  }

  @Test
  void launch_directoryInUse_isRefused() {
    assertThatThrownBy(() -> lab.hypervisor.launch(launch(lab.place(vm), Path.of("/kernel"))))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("in use by process " + vm.pid());
  }

  @Test
  void launch_missingKernel_tellsWhatQemuSaid(@TempDir Path directory) {
    Path place = directory.resolve("vm");
    assertThatThrownBy(() -> lab.hypervisor.launch(launch(place, Path.of("/no/such/kernel"))))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("/no/such/kernel");
    assertThat(lab.hypervisor.adopt("guest", place)).isEmpty();
  }

  @Test
  void launch_noSuchEmulator_saysSo(@TempDir Path directory) {
    QemuHypervisor none = new QemuHypervisor("/no/such/qemu", QemuHypervisor.MACHINE);
    assertThatThrownBy(() -> none.launch(launch(directory, Path.of("/kernel"))))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("/no/such/qemu");
  }

  private static VmLaunch launch(Path directory, Path kernel) {
    return new VmLaunch(
        "guest",
        directory,
        Bytes.ofMebibytes(64),
        1,
        kernel,
        kernel,
        List.of(),
        "",
        "",
        false,
        false,
        "tcg",
        Optional.empty());
  }

  @Test
  void adopt_pidFileLost_findsTheProcess() throws Exception {
    Path pidFile = new VmDirectory(lab.place(vm)).pidFile();
    String pid = Files.readString(pidFile);
    Files.delete(pidFile);
    try (Vm again = lab.hypervisor.adopt("guest", lab.place(vm)).orElseThrow()) {
      assertThat(again.pid()).isEqualTo(vm.pid());
    } finally {
      Files.writeString(pidFile, pid);
    }
  }

  @Test
  void adopt_pidFileOfAnotherProcess_isNotBelieved(@TempDir Path directory) throws Exception {
    Files.writeString(new VmDirectory(directory).pidFile(), ProcessHandle.current().pid() + "\n");
    assertThat(lab.hypervisor.adopt("guest", directory)).isEmpty();
  }

  @Test
  void adopt_predecessorHangsOnTheFirstSocket_getsInByTheSpareOne() {
    Path place = lab.place(vm);
    vm.close();
    try (QmpClient _ = QmpClient.connect(new VmDirectory(place).qmp(), Duration.ofSeconds(5))) {
      vm = lab.hypervisor.adopt("guest", place).orElseThrow();
      assertThat(state(vm)).isEqualTo(VmState.RUNNING);
    }
  }

  @Test
  void qmp_connectionLost_isMadeAgain() {
    assertThat(state(vm)).isEqualTo(VmState.RUNNING);
    Vm old = vm;
    vm = lab.readopted(vm);
    assertThat(state(vm)).isEqualTo(VmState.RUNNING);
    assertThatThrownBy(old::resume).hasMessageContaining("closed");
  }

  @Test
  void kill_processIsGone_andCannotBeAdopted() {
    Vm doomed = lab.receiving();
    assertThat(state(doomed)).isEqualTo(VmState.RECEIVING);
    doomed.kill();
    assertThat(doomed.alive()).isFalse();
    assertThat(state(doomed)).isEqualTo(VmState.GONE);
    assertThat(lab.hypervisor.adopt("guest", lab.place(doomed))).isEmpty();
    doomed.kill();
  }

  /** Several times: who takes the spare one does so in the moment in which QEMU makes them. */
  @Test
  void launch_severalTimes_leavesTheSpareSocketFree() {
    for (int launched = 0; launched < 10; launched++) {
      Vm started = lab.receiving();
      Path spare = new VmDirectory(lab.place(started)).spareQmp();
      try (QmpClient looking = QmpClient.connect(spare, Duration.ofSeconds(5))) {
        assertThat(looking.open()).isTrue();
      }
      started.kill();
    }
  }

  @Test
  void guest_counting_isHeardOnTheConsole() {
    int before = lab.ticks(vm);
    await(Duration.ofSeconds(30), "the guest to count", () -> lab.ticks(vm) > before);
  }
}
