package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.hypervisor.migration.Disks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes QEMU's command line. Both ends of a migration get the same devices, so they get the same
 * line but for {@code -incoming}.
 */
final class QemuCommandLine {
  private QemuCommandLine() {}

  static List<String> of(String binary, String machine, VmLaunch launch) {
    VmDirectory files = new VmDirectory(launch.directory());
    String size = launch.memory().count() + "B";
    List<String> line = new ArrayList<>();
    line.addAll(List.of(binary, "-name", escape(launch.name())));
    line.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none"));
    line.addAll(List.of("-machine", machine + ",memory-backend=ram0"));
    line.addAll(List.of("-object", "memory-backend-ram,id=ram0,size=" + size));
    line.addAll(List.of("-m", size));
    line.addAll(List.of("-smp", Integer.toString(launch.cpus())));
    line.addAll(List.of("-accel", accelerator(launch.accelerator())));
    line.addAll(List.of("-kernel", launch.kernel().toString()));
    line.addAll(List.of("-initrd", launch.initrd().toString()));
    line.addAll(List.of("-append", append(launch.kernelArguments())));
    line.addAll(
        List.of(
            "-chardev",
            socket("console", files.console()) + ",logfile=" + escape(files.consoleLog())));
    line.addAll(List.of("-serial", "chardev:console"));
    line.addAll(List.of("-chardev", socket("qmp", files.qmp())));
    line.addAll(List.of("-mon", "chardev=qmp,mode=control"));
    line.addAll(List.of("-chardev", socket("qmp-spare", files.spareQmp())));
    line.addAll(List.of("-mon", "chardev=qmp-spare,mode=control"));
    line.addAll(List.of("-pidfile", files.pidFile().toString()));
    if (!launch.tap().isEmpty()) {
      line.addAll(
          List.of(
              "-netdev",
              "tap,id=net0,ifname="
                  + escape(launch.tap())
                  + ",script=no,downscript=no,vhost=off"
                  + (launch.wholeFrames() ? ",vnet_hdr=off" : "")));
      line.addAll(
          List.of("-device", "virtio-net-pci,netdev=net0,mac=" + launch.mac() + ",romfile="));
    }
    launch.disk().ifPresent(image -> line.addAll(disk(image)));
    if (launch.incoming()) {
      line.addAll(List.of("-incoming", "defer", "-S"));
    }
    return line;
  }

  /** What is zero stays a hole in the image, also when it arrives over the network as zeroes. */
  private static List<String> disk(Path image) {
    return List.of(
        "-blockdev",
        "driver=raw,node-name="
            + Disks.NODE
            + ",discard=unmap,detect-zeroes=unmap,file.driver=file,file.discard=unmap,"
            + "file.filename="
            + escape(image),
        "-device",
        "virtio-blk-pci,drive=" + Disks.NODE);
  }

  private static String accelerator(String name) {
    return switch (name) {
      case "kvm" -> "kvm";
      // Translated code is kept small: many guests share a host, and none runs much code.
      case "tcg" -> "tcg,tb-size=64";
      default -> throw new HypervisorException("Accelerator", "'" + name + "' is not kvm or tcg");
    };
  }

  private static String append(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("console=ttyS0"));
    all.addAll(arguments);
    return String.join(" ", all);
  }

  private static String socket(String id, Path path) {
    return "socket,id=" + id + ",server=on,wait=off,path=" + escape(path);
  }

  private static String escape(Path path) {
    return escape(path.toString());
  }

  /** In QEMU's option lists a comma is written twice. */
  private static String escape(String value) {
    return value.replace(",", ",,");
  }
}
