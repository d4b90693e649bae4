package dev.drover.decide.link;

import static dev.drover.decide.testing.Some.NO_SLA;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.sla;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static dev.drover.model.TrafficClass.IDLE;
import static dev.drover.model.TrafficClass.INCOMING;
import static dev.drover.model.TrafficClass.MIXED;
import static dev.drover.model.TrafficClass.OUTGOING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TenantLimitsTest {
  private final TenantLimits limits = new TenantLimits(LinkSettings.defaults());

  @Test
  void directionalTenant_isPromisedItsDirectionOnTheWire() {
    VmObservation sender = vm("a", "h1", Priority.LOW, sla(50, 100), traffic(2, 90));
    WorkloadDemand own = limits.demand(sender, OUTGOING, OUTGOING);
    assertThat(own.use()).isEqualTo(mbit(90));
    assertThat(own.lower()).isEqualTo(mbit(53));
    assertThat(own.upper()).isEqualTo(mbit(106));
    assertThat(own.flows()).isEqualTo(1);
  }

  @Test
  void directionalTenant_isPromisedItsAcknowledgementsTheOtherWay() {
    VmObservation sender = vm("a", "h1", Priority.LOW, sla(50, 100), traffic(1, 90));
    WorkloadDemand acknowledgements = limits.demand(sender, OUTGOING, INCOMING);
    assertThat(acknowledgements.lower()).isEqualTo(BitRate.ofBitsPerSecond(2_120_000));
    assertThat(acknowledgements.flows()).isZero();
  }

  @Test
  void tenantWithManyRequests_isPromisedThemInProportion() {
    VmObservation server = vm("a", "h1", Priority.LOW, sla(50, 100), traffic(20, 100));
    assertThat(limits.demand(server, OUTGOING, INCOMING).lower()).isEqualTo(mbit(53).times(0.2));
  }

  @ParameterizedTest
  @EnumSource(
      value = TrafficClass.class,
      names = {"MIXED", "IDLE"})
  void undecidedTenant_isPromisedBothDirections(TrafficClass traffic) {
    VmObservation vm = vm("a", "h1", Priority.LOW, sla(50, 100), traffic(0, 0));
    assertThat(limits.demand(vm, traffic, INCOMING).lower()).isEqualTo(mbit(53));
    assertThat(limits.demand(vm, traffic, OUTGOING).lower()).isEqualTo(mbit(53));
  }

  @Test
  void tenantWithoutSla_countsWithWhatItUses() {
    VmObservation vm = vm("a", "h1", Priority.LOW, NO_SLA, traffic(30, 30));
    assertThat(limits.demand(vm, MIXED, INCOMING))
        .isEqualTo(new WorkloadDemand(mbit(30), BitRate.ZERO, mbit(30), 1));
  }

  @Test
  void unboundedUpperLimits_canBeAdded() {
    Sla unbounded = new Sla(BitRate.ZERO, BitRate.ofBitsPerSecond(Long.MAX_VALUE));
    VmObservation vm = vm("a", "h1", Priority.LOW, unbounded, traffic(0, 0));
    WorkloadDemand one = limits.demand(vm, IDLE, INCOMING);
    assertThat(one.plus(one).plus(one).upper()).isGreaterThan(mbit(1_000_000));
  }

  @Test
  void settings_outOfRange_nameTheField() {
    assertThatThrownBy(() -> new LinkSettings(0.9, 0.04, 0.97))
        .hasMessageContaining("wireOverhead");
    assertThatThrownBy(() -> new LinkSettings(1.06, 2, 0.97)).hasMessageContaining("reverseShare");
    assertThatThrownBy(() -> new LinkSettings(1.06, 0.04, 0)).hasMessageContaining("usableIngress");
  }
}
