package dev.drover.lab.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.system.LabException;
import dev.drover.model.unit.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GuestRamTest {
  private static final List<String> MAPS =
      List.of(
          "5611c0a00000-5611c0b00000 r-xp 00000000 fe:00 1234   /usr/bin/qemu-system-x86_64",
          "7f1000000000-7f1008000000 rw-p 00000000 00:00 0 ",
          "7f1008000000-7f1008001000 ---p 00000000 00:00 0 ",
          "7f1010000000-7f1018000000 r--p 00000000 00:00 0 ",
          "7f1020000000-7f1020200000 rw-p 00000000 00:00 0 ",
          "7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0      [stack]");

  @Test
  void addressOf_oneWritableMappingOfThatSize_isIt() {
    assertThat(GuestRam.addressOf(Bytes.ofMebibytes(128), MAPS)).isEqualTo(0x7f1000000000L);
  }

  @Test
  void addressOf_noneOrSeveral_isRefused() {
    assertThatThrownBy(() -> GuestRam.addressOf(Bytes.ofMebibytes(64), MAPS))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("QEMU has 0 mappings of the guest's 64MiB");
    List<String> two = List.of(MAPS.get(1), "7f2000000000-7f2008000000 rw-p 00000000 00:00 0 ");
    assertThatThrownBy(() -> GuestRam.addressOf(Bytes.ofMebibytes(128), two))
        .hasMessageStartingWith("QEMU has 2 mappings");
  }

  @Test
  void of_processThatIsNoQemu_isRefused() {
    assertThatThrownBy(() -> GuestRam.of(ProcessHandle.current().pid()))
        .hasMessageContaining("is not a QEMU of this lab");
  }
}
