package dev.drover.control.execute;

import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus;
import dev.drover.hypervisor.VmState;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.List;
import java.util.Optional;

/** Makes what agents report of a VM. */
final class FakeVm {
  private FakeVm() {}

  static VmSpec spec(String name) {
    return new VmSpec(
        name,
        Bytes.ofMebibytes(256),
        1,
        Priority.MEDIUM,
        new Sla(BitRate.ofMegabitsPerSecond(10), BitRate.ofMegabitsPerSecond(50)),
        "52:54:00:00:00:01",
        "10.77.1.1",
        "/boot/vmlinuz",
        "/boot/initrd",
        List.of(),
        Optional.empty());
  }

  static VmStatus status(
      String name, VmState state, VmStatus.Role role, Optional<String> migration) {
    return new VmStatus(
        spec(name),
        state,
        role,
        new Traffic(BitRate.ofMegabitsPerSecond(5), BitRate.ofMegabitsPerSecond(40)),
        Bytes.ofMebibytes(100),
        Optional.of(DirtyRate.ZERO),
        Optional.empty(),
        migration);
  }
}
