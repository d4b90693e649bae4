package dev.drover.agent.fake;

import dev.drover.hypervisor.VmState;

/** A VM's process: lives on when its agent dies. All access under the world's lock. */
final class FakeProcess {
  final String vm;
  final String host;
  final boolean incoming;
  VmState state;

  /** Whether all memory is here. */
  boolean whole;

  /** Whether the vCPUs' state is here, so that it could run. */
  boolean canRun;

  /** Told to run while it could not yet. */
  boolean runWhenPossible;

  boolean listening;

  FakeProcess(String vm, String host, boolean incoming) {
    this.vm = vm;
    this.host = host;
    this.incoming = incoming;
    this.whole = !incoming;
    this.canRun = !incoming;
    this.state = incoming ? VmState.RECEIVING : VmState.RUNNING;
  }

  boolean alive() {
    return state != VmState.GONE;
  }
}
