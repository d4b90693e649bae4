package dev.drover.agent.migration;

import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.vm.HostedVm;
import dev.drover.calls.CallException;
import dev.drover.hypervisor.DiskTarget;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;

/** What departures and arrivals ask of hypervisor and peers, with the patience that it takes. */
final class Requests {
  private static final int RESUME_ATTEMPTS = 5;
  private static final Duration JOIN = Duration.ofSeconds(2);

  private Requests() {}

  /**
   * {@return what the hypervisor is asked for: to send to {@code place}, at first with this limit}
   */
  static MigrationRequest of(StartRequest request, PrepareReply place, Optional<BitRate> limit) {
    return new MigrationRequest(
        place.address(),
        place.port(),
        request.technique(),
        limit,
        request.downtimeLimit(),
        request.stallLimit(),
        request.transfer().connections(),
        place.disk().map(disk -> new DiskTarget(disk.address(), disk.port())));
  }

  /**
   * Lets a VM run that may run.
   *
   * @return why it does not, or empty when it runs
   */
  static Optional<String> makeRun(HostedVm vm, Duration pause) throws InterruptedException {
    String why = "its process has ended";
    for (int attempt = 0; attempt < RESUME_ATTEMPTS; attempt++) {
      VmState state = vm.state();
      if (state == VmState.RUNNING) {
        return Optional.empty();
      }
      Optional<Vm> process = vm.process().filter(Vm::alive);
      if (process.isEmpty()) {
        return Optional.of(why);
      }
      try {
        process.get().resume();
        return Optional.empty();
      } catch (HypervisorException e) {
        why = line(e);
        Thread.sleep(pause);
      }
    }
    return Optional.of(why);
  }

  /** Calls a peer, and if it cannot be reached goes on in the background until it has answered. */
  static void untilDone(Duration pause, Runnable call) {
    if (answered(call)) {
      return;
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            do {
              Thread.sleep(pause);
            } while (!answered(call));
          } catch (InterruptedException e) {
            // The agent stops. The peer asks by itself when it hears nothing.
          }
        });
  }

  private static boolean answered(Runnable call) {
    try {
      call.run();
      return true;
    } catch (CallException e) {
      return e.kind() != CallException.Kind.UNREACHABLE;
    }
  }

  /** Waits a little for a thread that was told to end; not for itself. */
  static void join(Thread thread) {
    try {
      if (thread.isAlive() && !thread.equals(Thread.currentThread())) {
        thread.join(JOIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return the fault in one line} */
  static String line(HypervisorException e) {
    String text = e.getMessage() == null ? e.errorClass() : e.getMessage();
    return text.lines().findFirst().orElse(e.errorClass());
  }
}
