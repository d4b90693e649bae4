package dev.drover.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class IpProcessTest {
  private final IpProcess ip = new IpProcess(List.of());

  @Test
  void run_afterALineThatFails_saysSoAndGoesOn() {
    ip.run(List.of("addr show dev lo scope link"));

    assertThatThrownBy(() -> ip.run(List.of("bogus", "addr show dev lo scope link")))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("Object \"bogus\" is unknown");
    ip.run(List.of());
  }

  @Test
  void run_programThatEnds_saysSoAndStartsAnother() {
    IpProcess wrong = new IpProcess(List.of("false"));

    assertThatThrownBy(() -> wrong.run(List.of("addr show dev lo scope link")))
        .isInstanceOf(NetworkException.class);
    assertThatThrownBy(() -> wrong.run(List.of())).isInstanceOf(NetworkException.class);
    assertThat(new IpProcess(List.of("env"))).satisfies(each -> each.run(List.of()));
  }
}
