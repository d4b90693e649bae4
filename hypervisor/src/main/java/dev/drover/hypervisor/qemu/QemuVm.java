package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.hypervisor.migration.Disks;
import dev.drover.hypervisor.migration.QemuMigration;
import dev.drover.hypervisor.migration.Settings;
import dev.drover.hypervisor.qmp.BlockCommand;
import dev.drover.hypervisor.qmp.DirtyRateInfo;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.hypervisor.qmp.QmpCommand;
import dev.drover.hypervisor.qmp.QmpException;
import dev.drover.hypervisor.qmp.SocketUri;
import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One QEMU process. */
final class QemuVm implements Vm {
  private static final Logger LOG = LoggerFactory.getLogger(QemuVm.class);
  private static final Duration COMMAND = Duration.ofSeconds(10);

  /** A QEMU whose vCPU waits for a page of a paused post-copy does not answer at all. */
  private static final Duration STATE = Duration.ofSeconds(2);

  private static final int PORTS_TRIED = 5;

  private static final Duration DEATH = Duration.ofSeconds(10);

  /** Pages of each GiB that a dirty-rate measurement looks at: QEMU 7.2 allows 128 to 16384. */
  private static final int SAMPLE_PAGES = 4096;

  private final String name;
  private final VmDirectory files;
  private final QemuProcess process;
  private final QmpLink link;
  private final boolean incoming;
  private final boolean disk;
  private final Bytes memory;

  QemuVm(String name, VmDirectory files, QemuProcess process) {
    this.name = name;
    this.files = files;
    this.process = process;
    this.link = new QmpLink(files, process);
    this.incoming = process.argument("-incoming").isPresent();
    this.disk = process.argument("-blockdev").isPresent();
    this.memory = process.argument("-m").map(Bytes::parse).orElse(Bytes.ZERO);
  }

  <R> R execute(QmpCommand<R> command) {
    return link.execute(command, COMMAND);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean alive() {
    return process.alive();
  }

  @Override
  public VmState state() {
    try {
      return RunStates.of(link.execute(new QmpCommand.QueryStatus(), STATE).status(), incoming);
    } catch (HypervisorException e) {
      if (!process.alive()) {
        return VmState.GONE;
      }
      LOG.warn("VM {} does not tell its state: {}", name, e.getMessage());
      return VmState.UNKNOWN;
    }
  }

  @Override
  public boolean receiving() {
    if (!incoming) {
      return false;
    }
    MigrationInfo info = link.execute(new QmpCommand.QueryMigrate(), STATE);
    return !info.status().equals("completed") && !leaving(info);
  }

  @Override
  public void resume() {
    if (disk && incoming) {
      closeDisk();
    }
    execute(new QmpCommand.Cont());
    try {
      // Switches may have learnt the other end's port since QEMU announced this one.
      execute(new QmpCommand.AnnounceSelf(50, 550, 5, 100));
    } catch (HypervisorException e) {
      LOG.warn("VM {} runs but was not announced: {}", name, e.getMessage());
    }
  }

  /** Nobody else writes the disk of a VM that runs. */
  private void closeDisk() {
    try {
      execute(new BlockCommand.NbdServerStop());
    } catch (QmpException e) {
      if (e.kind() != QmpException.Kind.REFUSED) {
        throw e;
      }
      LOG.debug("VM {} receives its disk no more", name, e);
    }
  }

  @Override
  public void kill() {
    link.close();
    try {
      if (!process.kill(DEATH)) {
        throw new HypervisorException(
            "Kill", "process " + process.pid() + " of VM " + name + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypervisorException("Kill", "interrupted while ending VM " + name, e);
    }
  }

  @Override
  public Bytes residentMemory() {
    return process.resident(memory);
  }

  @Override
  public DirtyRate measureDirtyRate(Duration window) {
    int seconds = Math.clamp(Math.ceilDiv(window.toMillis(), 1000), 1, 60);
    execute(new QmpCommand.CalcDirtyRate(seconds, SAMPLE_PAGES));
    long deadline = System.nanoTime() + Duration.ofSeconds(seconds).plus(COMMAND).toNanos();
    try {
      Thread.sleep(Duration.ofSeconds(seconds));
      while (true) {
        DirtyRateInfo info = execute(new QmpCommand.QueryDirtyRate());
        if (info.status().equals("measured")) {
          return info.rate().orElse(DirtyRate.ZERO);
        }
        if (System.nanoTime() > deadline) {
          throw new HypervisorException(
              "DirtyRate", "VM " + name + ": the measurement is still " + info.status());
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypervisorException("DirtyRate", "interrupted while measuring VM " + name, e);
    }
  }

  @Override
  public Set<Technique> techniques() {
    Set<String> offered = execute(new QmpCommand.QueryMigrateCapabilities()).keySet();
    EnumSet<Technique> techniques = EnumSet.of(Technique.PRE_COPY);
    if (offered.contains(Settings.POST_COPY) && UserFaults.available(process.pid())) {
      techniques.add(Technique.POST_COPY);
      techniques.add(Technique.HYBRID);
    }
    return techniques;
  }

  @Override
  public int listen(String address, int port, Technique technique, int connections) {
    Settings.prepare(link, technique, connections, false);
    execute(new QmpCommand.MigrateIncoming(SocketUri.of(address, port)));
    return execute(new QmpCommand.QueryMigrate())
        .listenPort()
        .orElseThrow(() -> new HypervisorException("Listen", "QEMU does not say where it listens"));
  }

  @Override
  public int receiveDisk(String address) {
    int port = startServer(address);
    execute(new BlockCommand.ExportAdd(Disks.NODE));
    return port;
  }

  /** QEMU could choose the port, but not tell it: another may take it before QEMU does. */
  private int startServer(String address) {
    for (int attempt = 1; ; attempt++) {
      int port = SocketUri.isPath(address) ? 0 : freePort(address);
      try {
        execute(new BlockCommand.NbdServerStart(address, port));
        return port;
      } catch (QmpException e) {
        if (e.kind() != QmpException.Kind.REFUSED || port == 0 || attempt == PORTS_TRIED) {
          throw e;
        }
      }
    }
  }

  @Override
  public int listenAgain(String address, int port) {
    // QEMU could choose the port, but not tell it: only out-of-band commands are sure of an answer.
    int chosen = port == 0 && !SocketUri.isPath(address) ? freePort(address) : port;
    execute(new QmpCommand.MigrateRecover(SocketUri.of(address, chosen)));
    return chosen;
  }

  private static int freePort(String address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new HypervisorException("Listen", "no free port on " + address + ": " + e, e);
    }
  }

  @Override
  public void pauseIncoming() {
    execute(new QmpCommand.MigratePause());
  }

  @Override
  public OutgoingMigration migrate(MigrationRequest request, MigrationListener listener) {
    if (disk != request.disk().isPresent()) {
      throw new HypervisorException(
          "Disk",
          disk
              ? "VM " + name + " has a disk and its destination does not receive one"
              : "VM " + name + " has no disk to send");
    }
    return QemuMigration.start(link, request, listener);
  }

  @Override
  public Optional<OutgoingMigration> follow(
      Technique technique, Duration stallLimit, MigrationListener listener) {
    MigrationInfo info = execute(new QmpCommand.QueryMigrate());
    if (leaving(info)) {
      return Optional.of(QemuMigration.follow(link, technique, info, disk, stallLimit, listener));
    }
    if (disk) {
      Disks.abandon(link);
    }
    return Optional.empty();
  }

  /**
   * QEMU answers alike at both ends. A source tells how far its memory is, a destination where it
   * listens; an ended source tells neither, but then only a source can say how it ended.
   */
  private static boolean leaving(MigrationInfo info) {
    return switch (info.status()) {
      case MigrationInfo.NONE -> false;
      case "setup", "cancelling", "cancelled", "failed" -> info.listenPort().isEmpty();
      default -> info.memory().isPresent();
    };
  }

  @Override
  public void close() {
    link.close();
  }

  @Override
  public String toString() {
    return name + " (QEMU process " + process.pid() + " in " + files.path() + ")";
  }
}
