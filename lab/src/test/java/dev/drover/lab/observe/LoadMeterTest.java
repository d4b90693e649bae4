package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.observe.LoadMeter.Done;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoadMeterTest {
  @Test
  void parse_linesOfAGuest_areWhatItDid() {
    assertThat(Done.parse("OK 32632 855375872\n"))
        .contains(new Done(32632, 855375872L, Optional.empty()));
    assertThat(Done.parse("BAD client 2: fsync: No space left on device\n"))
        .contains(new Done(0, 0, Optional.of("client 2: fsync: No space left on device")));
  }

  @Test
  void parse_anythingElse_isNothing() {
    for (String line : new String[] {"", "OK", "OK 1", "OK 1 x", "OK 1 2 3", "READY 1 2"}) {
      assertThat(Done.parse(line)).as(line).isEmpty();
    }
  }
}
