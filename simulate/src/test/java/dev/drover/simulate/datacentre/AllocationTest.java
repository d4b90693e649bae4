package dev.drover.simulate.datacentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AllocationTest {
  private static final Resource MEMORY =
      new Resource("MiB", new int[] {1024, 2048, 4096}, new int[] {1024, 1024, 2048, 512});

  private static Capacity withMemory() {
    return new Capacity(new int[] {2, 2, 2}, List.of(MEMORY));
  }

  @Test
  void random_manySeeds_isValidAndDiffers() {
    for (int seed = 0; seed < 50; seed++) {
      Allocation made = Scene.random(seed);
      assertThat(AllocationCheck.faults(Scene.CAPACITY, Scene.VMS, made.serverOf())).isEmpty();
    }
    assertThat(Scene.random(1).serverOf()).isEqualTo(Scene.random(1).serverOf());
    assertThat(Scene.random(1).serverOf()).isNotEqualTo(Scene.random(2).serverOf());
  }

  @Test
  void random_everySlotNeeded_fillsThemAll() {
    Allocation made = Allocation.random(Capacity.slots(3, 4), 12, new SplittableRandom(1));
    assertThat(made.serverOf()).containsExactlyInAnyOrder(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    for (int server = 0; server < 3; server++) {
      assertThat(made.fits(0, server)).isFalse();
    }
  }

  @Test
  void random_scarceMemory_isValid() {
    for (int seed = 0; seed < 50; seed++) {
      Allocation made = Allocation.random(withMemory(), 4, new SplittableRandom(seed));
      assertThat(AllocationCheck.faults(withMemory(), 4, made.serverOf())).isEmpty();
    }
  }

  @Test
  void random_moreVmsThanRoom_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocation.random(Capacity.slots(2, 2), 5, new SplittableRandom(1)));
  }

  @Test
  void fits_memory_countsWhatIsThere() {
    Allocation made = Allocation.of(withMemory(), new int[] {0, 1, 2, 2});
    assertThat(made.fits(3, 0)).isFalse();
    assertThat(made.fits(3, 1)).isTrue();
    assertThat(made.fits(2, 1)).isFalse();
    made.move(3, 1);
    assertThat(made.fits(0, 1)).isFalse();
    assertThat(made.fits(0, 2)).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> made.move(2, 1));
    assertThat(AllocationCheck.faults(withMemory(), 4, made.serverOf())).isEmpty();
  }

  @Test
  void swap_fullServers_changesPlacesUnlessMemoryForbids() {
    Capacity slots = Capacity.slots(2, 1);
    Allocation full = Allocation.of(slots, new int[] {0, 1});
    full.swap(0, 1);
    assertThat(full.serverOf()).containsExactly(1, 0);
    Allocation scarce = Allocation.of(withMemory(), new int[] {0, 1, 2, 2});
    assertThat(scarce.fitSwapped(0, 2)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> scarce.swap(0, 2));
    assertThat(scarce.fitSwapped(0, 1)).isTrue();
    scarce.swap(0, 1);
    assertThat(AllocationCheck.faults(withMemory(), 4, scarce.serverOf())).isEmpty();
  }

  @Test
  void of_overCapacity_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocation.of(Capacity.slots(2, 1), new int[] {1, 1}))
        .withMessageContaining("server 1 has no room for VM 1");
  }

  @Test
  void faults_eachKind_isNamed() {
    assertThat(AllocationCheck.faults(Capacity.slots(2, 1), 3, new int[] {0, 0}))
        .containsExactly("of 3 VMs 2 are somewhere", "server 0 has 2 VMs and 1 slots");
    assertThat(AllocationCheck.faults(Capacity.slots(2, 1), 1, new int[] {2}))
        .containsExactly("VM 0 is on server 2, which there is not");
    assertThat(AllocationCheck.faults(withMemory(), 4, new int[] {0, 1, 1, 0}))
        .containsExactly(
            "server 0 has 1024 of MiB and needs 1536", "server 1 has 2048 of MiB and needs 3072");
  }
}
