package dev.drover.hypervisor;

import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One virtual machine process on this host. Safe for use by many threads. */
public interface Vm extends AutoCloseable {
  String name();

  long pid();

  /** {@return whether the process still lives} */
  boolean alive();

  /** {@return what the VM does now; {@link VmState#GONE} when its process has ended} */
  VmState state();

  /**
   * {@return whether memory of this VM has yet to arrive from the source of a migration; in
   * post-copy that is so while the VM runs here already}
   */
  boolean receiving();

  /** Lets the vCPUs run. On a destination that is still receiving, they run as soon as they can. */
  void resume();

  /** Ends the process at once and waits until it is gone. */
  void kill();

  /** {@return guest memory that is backed by real pages, at most the configured memory} */
  Bytes residentMemory();

  /** Measures for {@code window} how fast the guest dirties memory. Blocks for that long. */
  DirtyRate measureDirtyRate(Duration window);

  /** {@return the techniques that this hypervisor and host offer, found out by asking it} */
  Set<Technique> techniques();

  /**
   * Destination side: opens the port on which the migration arrives. The VM must have been launched
   * with {@code incoming}.
   *
   * @param address host address to listen on, or the absolute path of a Unix socket
   * @param port TCP port, or 0 to let the system choose
   * @return the port, 0 for a Unix socket
   */
  int listen(String address, int port, Technique technique, int connections);

  /**
   * Destination side: opens the port on which the disk arrives. Until the VM {@linkplain #resume
   * runs} here whoever connects there may write the disk.
   *
   * @param address host address to listen on, or the absolute path of a Unix socket
   * @return the port, 0 for a Unix socket
   */
  int receiveDisk(String address);

  /** Destination side: listens again for a post-copy migration that lost its connection. */
  int listenAgain(String address, int port);

  /**
   * Destination side, post-copy: gives up waiting on a connection that carries nothing any more.
   */
  void pauseIncoming();

  /**
   * Source side: starts a migration. Returns at once; the listener hears of every round and state,
   * on one thread at a time, and the migration can be steered meanwhile.
   */
  OutgoingMigration migrate(MigrationRequest request, MigrationListener listener);

  /**
   * Source side: picks up the migration that an earlier process started, whatever became of it. It
   * never lets a VM run that it finds stopped.
   *
   * @param technique that the migration was requested with
   * @return empty when this VM was never asked to migrate away
   */
  Optional<OutgoingMigration> follow(
      Technique technique, Duration stallLimit, MigrationListener listener);

  /** Drops the connection to the VM; the VM itself goes on. */
  @Override
  void close();
}
