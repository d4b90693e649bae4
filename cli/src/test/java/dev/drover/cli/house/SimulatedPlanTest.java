package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plan for the running lab is tried in a simulated copy of it, and nothing real moves. */
@Order(HouseExtension.LAST)
@ExtendWith(HouseExtension.class)
final class SimulatedPlanTest {
  private static final List<String> VMS = List.of("web", "urgent", "batch");

  private final House house;

  SimulatedPlanTest(House house) {
    this.house = house;
  }

  @Test
  void planSimulate_ofALoadedHost_showsEveryVmSimulatedAndMovesNone() {
    String host = house.settled("web");
    List<String> there = VMS.stream().filter(vm -> house.settled(vm).equals(host)).toList();

    Ended ended = Drover.run("plan", "evacuate", host, "--simulate", "--lab", house.name());

    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(ended.out()).contains("Simulated, not measured:");
    List<String> simulated =
        ended.out().substring(ended.out().indexOf("Simulated, not measured:")).lines().toList();
    for (String vm : there) {
      assertThat(simulated)
          .as(ended.all())
          .anyMatch(line -> line.matches(vm + " +h[123] +(pre-copy|post-copy|hybrid) +.*"));
    }
    assertThat(simulated)
        .as(ended.all())
        .anyMatch(line -> line.matches("VMs moved +(\\d+) of \\1"))
        .anyMatch(line -> line.matches("Total time +[1-9][0-9.]* (s|min)"));
    assertThat(there).allSatisfy(vm -> assertThat(house.settled(vm)).isEqualTo(host));
    house.assertNothingReserved();
  }
}
