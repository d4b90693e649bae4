package dev.drover.decide.communication;

/**
 * In which order VMs hold the token (S-CORE, section II). Whoever of those that have not held it in
 * this round has the highest entry is next; of equal ones the first in the token's order, which is
 * by VM ID unless a {@linkplain #central central} policy made another.
 *
 * <p>A new policy is one class, and one line in {@link TokenPolicies}.
 */
public interface TokenPolicy {
  /** {@return the name by which it is asked for} */
  String name();

  /** {@return in one line how it passes the token, and what it must know for that} */
  String description();

  /**
   * {@return whether before each round somebody who knows all traffic orders the VMs by what a
   * migration of each would gain}
   */
  boolean central();

  /** {@return whether the token has an entry of 8 bits for each VM} */
  boolean hasEntries();

  /**
   * A VM's entry, from what its own host sees of it.
   *
   * @param level the highest at which it communicates, 0 to 7
   * @param rate of its traffic with all its peers, bytes a second
   * @return 0 to 255
   */
  int entry(int level, double rate);
}
