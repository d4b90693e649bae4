package dev.drover.agent.api;

import java.util.List;

/**
 * The agent of a router at the edge of the network, to which hosts are joined: it knows where VMs
 * are, and has its router deliver to them.
 *
 * <p>All calls throw {@code CallException} and may be repeated without harm.
 */
public interface EdgeAgent {
  /** A host of this edge receives a VM: what can be set up without harm is. */
  void prepare(Claim claim);

  /** A VM runs on a host of this edge, from now on. The edge tells the others. */
  Answer announce(Claim claim);

  /** What another edge knows. */
  Answer learn(Mapping mapping);

  /** {@return all that this edge knows} */
  List<Mapping> mappings();

  /** {@return where a VM is; not found when nobody has said so} */
  Mapping mapping(String address);

  /**
   * A host on a VM of its own.
   *
   * @param host who says so
   * @param sequence as in {@link Mapping}
   */
  record Claim(String address, String mac, long sequence, String host) {
    /** {@return the same as the edge so named tells it} */
    public Mapping at(String router) {
      return new Mapping(address, mac, sequence, router, host);
    }
  }

  /**
   * What became of a mapping.
   *
   * @param accepted whether it counts; else an equal or higher sequence number stands against it
   * @param current what counts
   */
  record Answer(boolean accepted, Mapping current) {}
}
