package dev.drover.agent.api;

import dev.drover.model.unit.Bytes;
import java.util.Optional;

/**
 * A VM's virtual disk. Its image is the agent's: raw, sparse, in the VM's directory, and gone with
 * the VM.
 *
 * @param size as the guest sees it, a multiple of 512 bytes
 * @param image path of a raw image, at most as large, on the host that starts the VM: what the disk
 *     holds at first. Empty for an empty disk; of no meaning where the VM arrives by migration
 */
public record VmDisk(Bytes size, Optional<String> image) {
  private static final int SECTOR = 512;

  public VmDisk {
    if (size.count() == 0 || size.count() % SECTOR != 0) {
      throw new IllegalArgumentException(
          "disk size must be a multiple of " + SECTOR + " bytes above zero: " + size.count());
    }
  }
}
