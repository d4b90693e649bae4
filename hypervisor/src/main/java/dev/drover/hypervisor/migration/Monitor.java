package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.qmp.Mailbox;
import dev.drover.hypervisor.qmp.QmpCommand;
import java.time.Duration;

/** What a migration needs of the VM it moves. */
public interface Monitor {
  /** Carries out a command; connects again first when the connection broke. */
  <R> R execute(QmpCommand<R> command, Duration timeout);

  /** {@return a queue of all that QEMU tells; connects again first when the connection broke} */
  Mailbox subscribe();

  /** {@return whether the QEMU process lives} */
  boolean alive();

  /** {@return whether its owner has let go of the VM, so that nothing more can be asked} */
  boolean closed();
}
