package dev.drover.agent.api;

import dev.drover.calls.CallException;
import dev.drover.model.Reservation;
import dev.drover.model.TransferOptions;
import java.time.Duration;
import java.util.List;

/**
 * What an agent can be asked. Every call blocks until answered.
 *
 * <p>All calls throw {@link CallException}: with the agent's own words when it refused, or saying
 * that it could not be reached.
 */
public interface AgentClient {
  HostStatus status();

  /** Boots a new VM on this host. */
  VmStatus startVm(VmSpec vm);

  /** Ends a VM that this host owns. */
  void stopVm(String vm);

  /** Measures now, for about {@code window}. */
  DirtyReport measureDirtyRate(String vm, Duration window);

  /** Destination: makes room and listens. */
  PrepareReply prepare(PrepareRequest request);

  /**
   * Destination: gives up a migration whose VM has not been taken over; repeating it does no harm.
   */
  void abandon(String migration, String vm);

  /**
   * Destination, asked by the source's agent only after the source can never run the VM again
   * unless this call's answer says so: lets the VM run here. Repeating it does no harm.
   */
  VmStatus takeOver(String migration, String vm);

  /** Destination: listens again for a post-copy migration that lost its connection. */
  PrepareReply listenAgain(String migration, String vm);

  /** Source: has what takes time done before a migration starts, such as to start the relay. */
  void ready(TransferOptions transfer);

  /** Source: starts to send. */
  void start(StartRequest request);

  /** Source: a migration now or in the recent past. */
  MigrationStatus migration(String migration);

  /** Source: every migration it knows, running ones first. */
  List<MigrationStatus> migrations();

  void adjust(String migration, AdjustRequest request);

  /** Source: asks to stop; false when the VM's state has already been given away. */
  boolean cancel(String migration);

  /**
   * Divides one direction of this host's NIC; replaces an earlier reservation of that direction.
   */
  void reserve(Reservation reservation);

  /** Removes all reservations of this host. */
  void release();

  /**
   * {@return traffic samples taken after {@code sinceMs}, oldest first; the agent keeps ten
   * minutes}
   */
  List<Sample> samples(long sinceMs);
}
