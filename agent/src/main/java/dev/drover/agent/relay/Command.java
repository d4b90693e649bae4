package dev.drover.agent.relay;

import dev.drover.decide.rounds.RoundCoupling;
import java.util.Optional;

/**
 * What an agent tells its host's relay process: one line of words for each connection to the
 * control socket, such as {@code send vm1 10.77.0.2 4444 ACKNOWLEDGED}. Repeating one begins anew.
 */
sealed interface Command {
  /** In place of a coupling. */
  String NO_ROUNDS = "NONE";

  String vm();

  /** Listen for the VM's QEMU and go on to a receiver; ends an earlier sender of this VM. */
  record Send(String vm, String address, int port, Optional<RoundCoupling> coupling)
      implements Command {}

  /** Listen for a sender and go on to the VM's QEMU; ends an earlier receiver of this VM. */
  record Receive(String vm, String address, int port) implements Command {}

  /** QEMU begins a pass. */
  record Pass(String vm, int pass) implements Command {}

  /** QEMU has switched to post-copy. */
  record PostCopy(String vm) implements Command {}

  /** Limit what the first connection sends; -1 for no limit. */
  record Pace(String vm, long bytesPerSecond) implements Command {}

  /** Tell what is new. */
  record Look(String vm) implements Command {}

  /** End the VM's sender, breaking what is still connected. */
  record EndSender(String vm) implements Command {}

  /** End the VM's receiver, breaking what is still connected. */
  record EndReceiver(String vm) implements Command {}

  /** {@return the line, without its end} */
  default String encode() {
    return switch (this) {
      case Send s ->
          "send %s %s %d %s"
              .formatted(s.vm, s.address, s.port, s.coupling.map(Enum::name).orElse(NO_ROUNDS));
      case Receive r -> "receive %s %s %d".formatted(r.vm, r.address, r.port);
      case Pass p -> "pass %s %d".formatted(p.vm, p.pass);
      case PostCopy p -> "post-copy " + p.vm;
      case Pace p -> "pace %s %d".formatted(p.vm, p.bytesPerSecond);
      case Look l -> "look " + l.vm;
      case EndSender e -> "end-sender " + e.vm;
      case EndReceiver e -> "end-receiver " + e.vm;
    };
  }

  private static Optional<RoundCoupling> coupling(String word) {
    return word.equals(NO_ROUNDS) ? Optional.empty() : Optional.of(RoundCoupling.valueOf(word));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is no command
   */
  static Command decode(String line) {
    String[] words = line.split(" ", -1);
    try {
      return switch (words[0]) {
        case "send" -> new Send(words[1], words[2], Integer.parseInt(words[3]), coupling(words[4]));
        case "receive" -> new Receive(words[1], words[2], Integer.parseInt(words[3]));
        case "pass" -> new Pass(words[1], Integer.parseInt(words[2]));
        case "post-copy" -> new PostCopy(words[1]);
        case "pace" -> new Pace(words[1], Long.parseLong(words[2]));
        case "look" -> new Look(words[1]);
        case "end-sender" -> new EndSender(words[1]);
        case "end-receiver" -> new EndReceiver(words[1]);
        default -> throw new IllegalArgumentException("unknown word");
      };
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("'" + line + "' is no command to a relay", e);
    }
  }
}
