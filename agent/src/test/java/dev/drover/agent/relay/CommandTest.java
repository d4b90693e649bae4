package dev.drover.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.RelayRound;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  private static List<Command> commands() {
    return List.of(
        new Command.Send("vm1", "fd00::2", 4444, Optional.of(RoundCoupling.ACKNOWLEDGED)),
        new Command.Send("vm1.disk", "10.77.0.2", 4445, Optional.empty()),
        new Command.Receive("vm-2", "10.77.0.2", 0),
        new Command.Pass("vm1", 7),
        new Command.PostCopy("vm1"),
        new Command.Pace("vm1", -1),
        new Command.Look("vm1"),
        new Command.EndSender("vm1"),
        new Command.EndReceiver("vm1"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_encodedAndDecoded_isTheSame(Command command) {
    assertThat(Command.decode(command.encode())).isEqualTo(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "send", "send vm1 10.0.0.1 x ACKNOWLEDGED", "pass vm1", "stop vm1"})
  void line_thatIsNoCommand_isRefused(String line) {
    assertThatThrownBy(() -> Command.decode(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no command");
  }

  @Test
  void reply_encodedAndDecoded_isTheSame() {
    RelayRound round =
        new RelayRound(
            3,
            Duration.ofNanos(1),
            Bytes.of(2),
            Duration.ofNanos(3),
            Bytes.of(4),
            Bytes.of(5),
            Bytes.of(6),
            7,
            Duration.ofNanos(8));
    Reply reply =
        new Reply(
            Optional.of(4444), List.of(round, round), Optional.of("it broke"), Optional.of("no"));

    assertThat(Reply.decode(reply.encode().lines().toList())).isEqualTo(reply);
    assertThat(Reply.decode(List.of("ok"))).isEqualTo(Reply.DONE);
  }

  @Test
  void reply_cutShort_isRefused() {
    assertThatThrownBy(() -> Reply.decode(List.of("port 5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends early");
  }
}
