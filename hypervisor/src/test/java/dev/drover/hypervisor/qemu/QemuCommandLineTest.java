package dev.drover.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.hypervisor.VmState;
import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QemuCommandLineTest {
  private static List<String> line(String tap, boolean incoming, String accelerator) {
    return line(tap, false, incoming, accelerator);
  }

  private static List<String> line(
      String tap, boolean wholeFrames, boolean incoming, String accelerator) {
    return QemuCommandLine.of(
        "qemu",
        "pc-i440fx-7.2",
        new VmLaunch(
            "web",
            Path.of("/run/a,b/web"),
            Bytes.ofMebibytes(256),
            2,
            Path.of("/boot/vmlinuz"),
            Path.of("/boot/initrd"),
            List.of("ip=10.77.1.1", "role=web"),
            tap,
            "52:54:00:00:00:01",
            wholeFrames,
            incoming,
            accelerator,
            Optional.empty()));
  }

  @Test
  void line_ofASource_isComplete() {
    assertThat(String.join(" ", line("tap0", false, "tcg")))
        .isEqualTo(
            "qemu -name web -nodefaults -no-user-config -display none"
                + " -machine pc-i440fx-7.2,memory-backend=ram0"
                + " -object memory-backend-ram,id=ram0,size=268435456B -m 268435456B -smp 2"
                + " -accel tcg,tb-size=64 -kernel /boot/vmlinuz -initrd /boot/initrd"
                + " -append console=ttyS0 ip=10.77.1.1 role=web"
                + " -chardev socket,id=console,server=on,wait=off,path=/run/a,,b/web/console.sock"
                + ",logfile=/run/a,,b/web/console.log -serial chardev:console"
                + " -chardev socket,id=qmp,server=on,wait=off,path=/run/a,,b/web/qmp.sock"
                + " -mon chardev=qmp,mode=control"
                + " -chardev socket,id=qmp-spare,server=on,wait=off"
                + ",path=/run/a,,b/web/qmp-spare.sock -mon chardev=qmp-spare,mode=control"
                + " -pidfile /run/a,b/web/qemu.pid"
                + " -netdev tap,id=net0,ifname=tap0,script=no,downscript=no,vhost=off"
                + " -device virtio-net-pci,netdev=net0,mac=52:54:00:00:00:01,romfile=");
  }

  @Test
  void line_ofADestination_differsOnlyByWaiting() {
    List<String> expected = new ArrayList<>(line("tap0", false, "kvm"));
    expected.addAll(List.of("-incoming", "defer", "-S"));
    assertThat(line("tap0", true, "kvm")).isEqualTo(expected).contains("kvm");
  }

  @Test
  void line_ofWholeFrames_leavesTheGuestNothingToHandOver() {
    assertThat(line("tap0", true, false, "tcg"))
        .contains("tap,id=net0,ifname=tap0,script=no,downscript=no,vhost=off,vnet_hdr=off");
  }

  @Test
  void line_withoutTap_hasNoNic() {
    assertThat(line("", false, "tcg")).doesNotContain("-netdev", "-device");
  }

  @Test
  void line_unknownAccelerator_isRefused() {
    assertThatThrownBy(() -> line("", false, "hvf"))
        .isInstanceOf(HypervisorException.class)
        .hasMessage("'hvf' is not kvm or tcg");
  }

  @ParameterizedTest
  @CsvSource({
    "running, false, RUNNING",
    "paused, false, PAUSED",
    "paused, true, PAUSED",
    "prelaunch, false, PAUSED",
    "prelaunch, true, RECEIVING",
    "inmigrate, true, RECEIVING",
    "finish-migrate, false, HANDED_OVER",
    "postmigrate, false, HANDED_OVER",
    "guest-panicked, false, STOPPED",
    "shutdown, false, STOPPED",
    "colo, false, UNKNOWN",
    "a-state-of-the-future, false, UNKNOWN",
  })
  void runState_isReadForOwnership(String status, boolean incoming, VmState expected) {
    assertThat(RunStates.of(status, incoming)).isEqualTo(expected);
  }

  @Test
  void directory_tooLongForASocket_isRefusedWithAdvice() {
    VmDirectory files = new VmDirectory(Path.of("/run/" + "x".repeat(100)));
    assertThatThrownBy(files::prepare)
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining("too long for a socket");
  }

  @Test
  void line_ofAVmWithADisk_hasItsImage() {
    List<String> line =
        QemuCommandLine.of(
            "qemu",
            "pc",
            new VmLaunch(
                "web",
                Path.of("/run/web"),
                Bytes.ofMebibytes(256),
                1,
                Path.of("/boot/vmlinuz"),
                Path.of("/boot/initrd"),
                List.of(),
                "",
                "",
                false,
                true,
                "tcg",
                Optional.of(Path.of("/run/a,b/disk.raw"))));
    assertThat(String.join(" ", line))
        .endsWith(
            " -blockdev driver=raw,node-name=disk0,discard=unmap,detect-zeroes=unmap"
                + ",file.driver=file,file.discard=unmap,file.filename=/run/a,,b/disk.raw"
                + " -device virtio-blk-pci,drive=disk0 -incoming defer -S");
  }
}
