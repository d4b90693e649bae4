package dev.drover.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorTest {
  @Test
  void detect_onThisHost_namesWhatReallyBootsAGuest(@TempDir Path directory) throws Exception {
    QemuHypervisor hypervisor = TestGuest.hypervisor();
    Path kernel = TestGuest.kernel();
    Path initrd = TestGuest.initrd(directory);
    String found = Accelerator.detect(hypervisor, kernel, initrd, Duration.ofSeconds(5));
    assertThat(found).isIn("kvm", "tcg");

    Path place = directory.resolve("vm");
    Vm vm =
        hypervisor.launch(
            new VmLaunch(
                "guest",
                place,
                Bytes.ofMebibytes(96),
                1,
                kernel,
                initrd,
                List.of(),
                "",
                "",
                false,
                false,
                found,
                Optional.empty()));
    try {
      Path console = new VmDirectory(place).consoleLog();
      TestLab.await(
          Duration.ofSeconds(90), "the guest to boot with " + found, () -> booted(console));
    } finally {
      vm.kill();
    }
  }

  private static boolean booted(Path console) {
    try {
      return Files.readString(console).contains("Run /init");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void detect_kernelThatDoesNotBoot_isNotKvm(@TempDir Path directory) throws Exception {
    QemuHypervisor hypervisor = TestGuest.hypervisor();
    Path kernel = Files.writeString(directory.resolve("kernel"), "not a kernel");
    assertThat(Accelerator.detect(hypervisor, kernel, kernel, Duration.ofSeconds(1)))
        .isEqualTo("tcg");
  }
}
