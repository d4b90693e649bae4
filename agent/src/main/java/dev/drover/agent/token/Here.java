package dev.drover.agent.token;

import dev.drover.agent.flow.PeerRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** This host's VMs, and what is known of their traffic. Safe for use by many threads. */
public interface Here {
  /** {@return the VM with this address, if this host owns it and it takes part in no migration} */
  Optional<Resident> vm(int address);

  /** {@return what a VM exchanges with each address that it talks to, averaged over the window} */
  List<PeerRate> peers(int address);

  /** {@return memory that no VM has} */
  Bytes free();

  /** {@return how many more VMs this host takes} */
  int slots();

  /**
   * A VM of this host.
   *
   * @param since how long it has been here, as far as is known
   */
  record Resident(String name, Bytes memory, int cpus, Duration since) {}
}
