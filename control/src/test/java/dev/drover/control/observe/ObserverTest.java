package dev.drover.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.control.execute.FakeWorld;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObserverTest {
  private final FakeWorld world =
      new FakeWorld("h2", "h1").vm("b", "h1").vm("a", "h1").vm("c", "h2");
  private final Observer observer =
      new Observer(world, InstantSource.fixed(Instant.ofEpochMilli(77)));

  private static VmObservation vm(Observation seen, String name) {
    return seen.cluster().vm(name).orElseThrow();
  }

  @Test
  void observation_isInTheOrderOfTheInventoryAndThenOfNames() {
    Observation seen = observer.observe();
    assertThat(seen.atMs()).isEqualTo(77);
    assertThat(seen.cluster().hosts()).extracting(h -> h.name()).containsExactly("h2", "h1");
    assertThat(seen.cluster().vms()).extracting(VmObservation::name).containsExactly("c", "a", "b");
    assertThat(seen.status("c").orElseThrow().spec().name()).isEqualTo("c");
    assertThat(seen.status("none")).isEmpty();
  }

  @Test
  void category_thatADecisionGave_isThereTheNextTime() {
    assertThat(vm(observer.observe(), "a").previousClass()).isEmpty();
    observer.remember("a", TrafficClass.MIXED);
    assertThat(vm(observer.observe(), "a").previousClass()).contains(TrafficClass.MIXED);
    assertThat(vm(observer.observe(), "b").previousClass()).isEmpty();
  }

  @Test
  void measurement_isMadeOfTheVmsAskedForOnly() {
    Observation seen = observer.observe(List.of("a", "gone"), Duration.ofSeconds(1));
    assertThat(vm(seen, "a").dirtyRate()).isEqualTo(DirtyRate.ofBytesPerSecond(7));
    assertThat(vm(seen, "a").workingSet()).isEqualTo(Bytes.ofMebibytes(9));
    assertThat(vm(seen, "b").dirtyRate()).isEqualTo(DirtyRate.ZERO);
    assertThat(world.log()).containsExactly("measure a");
  }

  @Test
  void agent_thatIsSilent_isNamedAndItsVmsAreLeftOut() {
    world.cut("h1");
    Observation seen = observer.observe();
    assertThat(seen.unreachable())
        .containsExactlyEntriesOf(
            new java.util.TreeMap<>(java.util.Map.of("h1", "h1 does not answer")));
    assertThat(seen.cluster().vms()).extracting(VmObservation::name).containsExactly("c");
  }
}
