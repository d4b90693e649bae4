package dev.drover.agent.net;

import dev.drover.agent.api.Sample;
import dev.drover.model.Reservation;
import dev.drover.model.Traffic;
import java.util.List;
import java.util.Set;

/** The network of one host as its agent uses it. Safe for use by many threads. */
public interface HostNetwork {
  /**
   * Joins a VM to the bridge; does nothing when it is joined already.
   *
   * @return the tap's name, the same for the same VM
   */
  String attach(String vm);

  /** {@return the name that a VM's tap has or will have} */
  String tapOf(String vm);

  /** {@return whether VMs must hand down frames whole, with checksums and cut to size} */
  boolean wholeFrames();

  /**
   * Gives the Open vSwitch of the VMs the rules by which it counts pairs of addresses apart, should
   * it have lost them; does nothing where VMs are on none.
   *
   * @throws NetworkException when the switch does not answer
   */
  void countPairs();

  /** Removes a tap; does nothing when there is none. */
  void detach(String tap);

  /** Tells which VMs this host has now, those being received included. */
  void know(List<VmPort> ports);

  /**
   * Tells the addresses of the VMs that this host owns, those being received not included. What
   * other agents address to these VMs is for this host's agent. Never fails: what could not be done
   * is logged, and done when it is told the next time.
   */
  void own(Set<String> addresses);

  /**
   * Divides one direction of the NIC; replaces an earlier reservation of that direction. A tenant
   * that is not known yet gets its guarantee as soon as it is.
   *
   * @throws IllegalArgumentException when more is guaranteed than the NIC has
   */
  void reserve(Reservation reservation);

  /**
   * Whether migrations that leave have a queue of their own while nothing is reserved, with half of
   * the NIC guaranteed to them and to the workload each. A reservation has one anyway.
   */
  void migrationsApart(boolean wanted);

  /**
   * Removes all reservations: migration and workload traffic share one queue again, unless
   * {@linkplain #migrationsApart they are to be apart}.
   */
  void release();

  /** {@return all traffic of the NIC, smoothed} */
  Traffic nicLoad();

  /** {@return the VMs' part of {@link #nicLoad}, smoothed} */
  Traffic workloadLoad();

  /** {@return the traffic of a VM, smoothed and seen from the VM; none when it is not known} */
  Traffic load(String vm);

  /** {@return samples that end after {@code sinceMs}, oldest first} */
  List<Sample> samples(long sinceMs);

  /** Where a VM is joined, and the address by which its packets are told from others. */
  record VmPort(String vm, String address, String tap) {}
}
