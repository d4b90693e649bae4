package dev.drover.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.hypervisor.VmState;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnershipTest {
  private static HostStatus host(String name, VmStatus... vms) {
    return new HostStatus(
        name,
        "10.0.0.1",
        Bytes.ofMebibytes(1024),
        Bytes.ofMebibytes(512),
        BitRate.ofMegabitsPerSecond(200),
        Traffic.NONE,
        Traffic.NONE,
        "fake",
        List.of(vms));
  }

  private static VmStatus vm(VmState state, Role role) {
    return new VmStatus(
        new VmSpec(
            "a",
            Bytes.ofMebibytes(256),
            1,
            Priority.LOW,
            new Sla(BitRate.ZERO, BitRate.ZERO),
            "m",
            "i",
            "k",
            "r",
            List.of(),
            Optional.empty()),
        state,
        role,
        Traffic.NONE,
        Bytes.ofMebibytes(10),
        Optional.empty(),
        Optional.empty(),
        Optional.of("m"));
  }

  @ParameterizedTest
  @CsvSource({
    // at h1, at h2, so it is at
    "RUNNING/SOURCE, RECEIVING/DESTINATION, h1",
    "HANDED_OVER/SOURCE, RECEIVING/DESTINATION, h1",
    "HANDED_OVER/SOURCE, PAUSED/DESTINATION, h1",
    "HANDED_OVER/SOURCE, RUNNING/DESTINATION, h2",
    "HANDED_OVER/SOURCE, RUNNING/OWNER, h2",
    "GONE/SOURCE, RUNNING/OWNER, h2",
    "UNKNOWN/SOURCE, RECEIVING/DESTINATION, h1",
    "PAUSED/OWNER, RECEIVING/DESTINATION, h1",
    "GONE/SOURCE, RECEIVING/DESTINATION, ''",
    "STOPPED/OWNER, GONE/DESTINATION, ''",
  })
  void vm_thatTwoAgentsReport_isWhereItRunsOrAtItsOwner(String at1, String at2, String expected) {
    List<HostStatus> hosts = List.of(host("h1", vm(at1)), host("h2", vm(at2)));
    assertThat(Ownership.places(hosts).values().stream().map(Ownership.Place::host))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    assertThat(Ownership.conflicts(hosts)).isEmpty();
  }

  private static VmStatus vm(String text) {
    int slash = text.indexOf('/');
    return vm(VmState.valueOf(text.substring(0, slash)), Role.valueOf(text.substring(slash + 1)));
  }

  @Test
  void vm_thatTwoHostsRun_isAConflict() {
    assertThat(
            Ownership.conflicts(
                List.of(
                    host("h1", vm(VmState.RUNNING, Role.OWNER)),
                    host("h2", vm(VmState.RUNNING, Role.DESTINATION)))))
        .containsExactly("vm a is reported as running on h1 and h2");
  }
}
