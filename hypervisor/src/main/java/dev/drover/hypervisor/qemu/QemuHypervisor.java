package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.Hypervisor;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.hypervisor.qmp.QmpCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * QEMU on this host. Its processes are sessions of their own, so they outlive this one.
 *
 * @param binary path or name of the emulator
 * @param machine versioned machine type, the same on all hosts between which VMs move: QEMU's
 *     unversioned names mean another machine in every release
 */
public record QemuHypervisor(String binary, String machine) implements Hypervisor {
  /** Name of the emulator that distributions install. */
  public static final String BINARY = "qemu-system-x86_64";

  /** The newest machine type that QEMU 7.2 has; later releases keep it for six years. */
  public static final String MACHINE = "pc-i440fx-7.2";

  private static final Duration START = Duration.ofSeconds(30);

  /** {@return the installed QEMU, with the machine type that suits hosts of unlike age} */
  public static QemuHypervisor installed() {
    return new QemuHypervisor(BINARY, MACHINE);
  }

  @Override
  public Vm launch(VmLaunch launch) {
    VmDirectory files = new VmDirectory(launch.directory());
    Optional<QemuProcess> running = QemuProcess.serving(files);
    if (running.isPresent()) {
      throw new HypervisorException(
          "Running",
          files.path() + " is in use by process " + running.get().pid() + "; end it first");
    }
    files.prepare();
    List<String> line = new ArrayList<>(List.of("setsid", "--"));
    line.addAll(QemuCommandLine.of(binary, machine, launch));
    Process started;
    try {
      started =
          new ProcessBuilder(line)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(files.log().toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new HypervisorException("Launch", "cannot run setsid " + binary + ": " + e, e);
    }
    try {
      return answering(launch, files, started);
    } catch (RuntimeException e) {
      started.destroyForcibly();
      throw e;
    }
  }

  private static QemuVm answering(VmLaunch launch, VmDirectory files, Process started) {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      Optional<QemuProcess> process = QemuProcess.of(started.pid());
      if (process.isEmpty()) {
        throw new HypervisorException(
            "Launch", "QEMU did not start " + launch.name() + ": " + files.complaint());
      }
      if (process.get().serves(files) && files.pid().isPresent() && files.listening()) {
        QemuVm vm = new QemuVm(launch.name(), files, process.get());
        try {
          vm.execute(new QmpCommand.QueryStatus());
          return vm;
        } catch (HypervisorException e) {
          vm.close();
          if (vm.alive() && System.nanoTime() > deadline) {
            throw e;
          }
        }
      }
      if (System.nanoTime() > deadline) {
        throw new HypervisorException(
            "Launch", "QEMU does not answer for " + launch.name() + ": " + files.complaint());
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HypervisorException("Launch", "interrupted while starting " + launch.name(), e);
      }
    }
  }

  @Override
  public Optional<Vm> adopt(String name, Path directory) {
    VmDirectory files = new VmDirectory(directory);
    return QemuProcess.serving(files).map(process -> new QemuVm(name, files, process));
  }
}
