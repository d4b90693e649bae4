package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.calls.Json;
import dev.drover.model.unit.Bytes;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import java.util.List;

/** The network as one command shows it again and again: a command for each look is too slow. */
record Watched(Drover command) implements AutoCloseable {
  static Watched of(House house) {
    return new Watched(Drover.start("sdn", "paths", "--json", "--watch", "--lab", house.name()));
  }

  /** {@return what it showed last; none before the first time} */
  List<PathStatus> paths() {
    assertThat(command.alive()).as(command::soFar).isTrue();
    String shown = command.soFar();
    int end = shown.lastIndexOf("\n}\n");
    if (end < 0) {
      return List.of();
    }
    String last = shown.substring(shown.lastIndexOf("\n{\n", end) + 1, end + 2);
    return Json.MAPPER.readValue(last, NetworkStatus.class).paths();
  }

  /** {@return whether an announced migration goes by this route of its own} */
  static boolean moves(PathStatus path) {
    return !path.migration().isEmpty() && !path.sent().equals(Bytes.ZERO);
  }

  @Override
  public void close() {
    command.kill();
  }
}
