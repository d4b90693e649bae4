package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.migration.Monitor;
import dev.drover.hypervisor.qmp.Mailbox;
import dev.drover.hypervisor.qmp.QmpClient;
import dev.drover.hypervisor.qmp.QmpCommand;
import dev.drover.hypervisor.qmp.QmpException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connection to one QEMU, made again when it broke and the process still lives. */
final class QmpLink implements Monitor, AutoCloseable {
  private static final Duration GREETING = Duration.ofSeconds(2);

  private final VmDirectory files;
  private final QemuProcess process;
  private final ReentrantLock connecting = new ReentrantLock();
  private @Nullable QmpClient client;
  private volatile boolean closed;

  QmpLink(VmDirectory files, QemuProcess process) {
    this.files = files;
    this.process = process;
  }

  @Override
  public <R> R execute(QmpCommand<R> command, Duration timeout) {
    return client().execute(command, timeout);
  }

  @Override
  public Mailbox subscribe() {
    return client().subscribe();
  }

  @Override
  public boolean alive() {
    return process.alive();
  }

  @Override
  public boolean closed() {
    return closed;
  }

  private QmpClient client() {
    connecting.lock();
    try {
      if (closed) {
        throw new HypervisorException("Closed", "the connection to the VM was closed");
      }
      QmpClient current = client;
      if (current != null && current.open()) {
        return current;
      }
      if (!process.alive()) {
        throw new HypervisorException(
            "Gone", "QEMU process " + process.pid() + " has ended: " + files.complaint());
      }
      QmpClient made = connect();
      client = made;
      return made;
    } finally {
      connecting.unlock();
    }
  }

  private QmpClient connect() {
    try {
      return QmpClient.connect(files.qmp(), GREETING);
    } catch (QmpException held) {
      try {
        return QmpClient.connect(files.spareQmp(), GREETING);
      } catch (QmpException e) {
        e.addSuppressed(held);
        throw e;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    connecting.lock();
    try {
      if (client != null) {
        client.close();
      }
    } finally {
      connecting.unlock();
    }
  }
}
