package dev.drover.agent.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EgressTest {
  private static final BitRate NIC = BitRate.ofMegabitsPerSecond(100);

  @Test
  void queue_ofLimitedMigrations_isThereFromTheFirstToTheLast() {
    List<Boolean> told = new ArrayList<>();
    Egress egress = new Egress(NIC, () -> BitRate.ZERO, told::add);

    egress.limitedBegins();
    egress.limitedBegins();
    egress.limitedEnds();
    assertThat(told).containsExactly(true);
    egress.limitedEnds();
    assertThat(told).containsExactly(true, false);
  }

  @Test
  void queue_thatCannotBeMade_harmsNoMigration() {
    Egress egress =
        new Egress(
            NIC,
            () -> BitRate.ZERO,
            _ -> {
              throw new IllegalStateException("tc failed");
            });

    egress.limitedBegins();
    egress.limitedEnds();

    assertThat(egress.nic()).isEqualTo(NIC);
  }
}
