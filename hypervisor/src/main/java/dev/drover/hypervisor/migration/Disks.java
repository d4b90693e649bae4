package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.DiskProgress;
import dev.drover.hypervisor.DiskTarget;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.qmp.BlockCommand;
import dev.drover.hypervisor.qmp.JobInfo;
import dev.drover.hypervisor.qmp.NodeInfo;
import dev.drover.hypervisor.qmp.QmpException;
import dev.drover.hypervisor.qmp.SocketUri;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * A VM's disk in QEMU: its node, and at the source of a migration the destination's node and the
 * job that mirrors one to the other.
 */
public final class Disks {
  /** The node of the VM's disk; the destination exports it under this name. */
  public static final String NODE = "disk0";

  /** At a source, the node of the disk at the destination. */
  static final String THERE = "disk0-there";

  /** At a source, the mirror. */
  static final String JOB = "disk0-mirror";

  /** A mirror whose connection was broken ends at once. */
  private static final Duration END = Duration.ofSeconds(5);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private Disks() {}

  /**
   * Fails when nobody listens there. QEMU itself would try for two minutes, and the guest would
   * stand still meanwhile.
   */
  static void reach(DiskTarget target) {
    if (SocketUri.isPath(target.address())) {
      return;
    }
    try (Socket probe = new Socket()) {
      probe.connect(
          new InetSocketAddress(target.address(), target.port()), (int) CONNECT.toMillis());
    } catch (IOException e) {
      throw new HypervisorException(
          "Disk",
          "the disk cannot be sent to %s port %d: %s"
              .formatted(target.address(), target.port(), e.getMessage()),
          e);
    }
  }

  /** {@return the disk as it is before it is copied} */
  static NodeInfo image(Monitor monitor) {
    return monitor.execute(new BlockCommand.QueryNodes(), Settings.TIMEOUT).stream()
        .filter(node -> node.name().equals(NODE))
        .findFirst()
        .orElseThrow(() -> new HypervisorException("Disk", "the VM has no disk"));
  }

  /** {@return the mirror, while QEMU knows it} */
  static Optional<JobInfo> mirror(Monitor monitor) {
    return monitor.execute(new BlockCommand.QueryJobs(), Settings.TIMEOUT).stream()
        .filter(job -> job.id().equals(JOB))
        .findFirst();
  }

  /**
   * Ends a mirror that an earlier process left, and forgets where it went. Does nothing when there
   * is none.
   */
  public static void abandon(Monitor monitor) {
    if (mirror(monitor).isPresent()) {
      unless(monitor, new BlockCommand.YankNode(THERE));
      unless(monitor, new BlockCommand.JobCancel(JOB, true));
      long deadline = System.nanoTime() + END.toNanos();
      while (mirror(monitor).filter(job -> !job.status().equals("concluded")).isPresent()) {
        if (System.nanoTime() > deadline) {
          throw new HypervisorException("Disk", "an earlier copy of the disk does not end");
        }
        try {
          Thread.sleep(10);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new HypervisorException("Disk", "interrupted while a copy of the disk ended", e);
        }
      }
      unless(monitor, new BlockCommand.JobDismiss(JOB));
    }
    unless(monitor, new BlockCommand.NodeDelete(THERE));
  }

  /** Has it done unless there is nothing to do it to, which QEMU refuses. */
  private static void unless(Monitor monitor, BlockCommand.Plain command) {
    try {
      monitor.execute(command, Settings.TIMEOUT);
    } catch (QmpException e) {
      if (e.kind() != QmpException.Kind.REFUSED) {
        throw e;
      }
    }
  }

  /**
   * {@return how far a mirror is}
   *
   * @param image as it was before
   */
  static DiskProgress progress(NodeInfo image, JobInfo mirror) {
    Bytes first = mirror.done().compareTo(image.occupied()) > 0 ? image.occupied() : mirror.done();
    Bytes again = mirror.done().minusOrZero(image.size());
    Bytes toCopyAgain = mirror.total().minusOrZero(image.size()).minusOrZero(again);
    return new DiskProgress(
        first.plus(again), image.occupied().minusOrZero(first).plus(toCopyAgain));
  }
}
