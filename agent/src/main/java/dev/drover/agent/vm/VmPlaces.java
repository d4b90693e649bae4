package dev.drover.agent.vm;

import dev.drover.agent.api.VmSpec;
import java.util.OptionalLong;

/**
 * Is told where the VMs of this host are, so that what is sent to them comes here. Returns at once
 * and never fails; safe for use by many threads.
 */
public interface VmPlaces {
  /** A VM's copy is being received here. What an earlier stay of it has left ends. */
  void expect(VmSpec vm);

  /**
   * A VM runs here, and this host owns it.
   *
   * @param sequence of this place: from 1, one more with each move
   * @param owner to ask meanwhile
   */
  void here(VmSpec vm, long sequence, Owner owner);

  /** A VM is not here any more; by its last record it was a source when it has moved on. */
  void gone(VmRecord last);

  /** The host as the owner of one VM. */
  interface Owner {
    /** {@return whether it still is} */
    boolean owns();

    /**
     * Takes a higher number for this place than one that stands against it.
     *
     * @return the number, written down; empty when this host does not own the VM any more
     */
    OptionalLong outbid(long sequence);
  }

  /** In a network where a VM is found wherever it is. */
  VmPlaces FLAT =
      new VmPlaces() {
        @Override
        public void expect(VmSpec vm) {}

        @Override
        public void here(VmSpec vm, long sequence, Owner owner) {}

        @Override
        public void gone(VmRecord last) {}
      };
}
