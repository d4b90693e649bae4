package dev.drover.agent.relay;

import dev.drover.agent.api.RelayRound;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the relay process answers: a line for each thing told, then {@code ok}. Without that last
 * line the process has ended meanwhile.
 *
 * @param port that a receiver listens on
 * @param rounds sent since the last answer about this VM
 * @param complaint what broke first
 * @param refusal why it was not done
 */
record Reply(
    Optional<Integer> port,
    List<RelayRound> rounds,
    Optional<String> complaint,
    Optional<String> refusal) {
  static final Reply DONE =
      new Reply(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  Reply {
    rounds = List.copyOf(rounds);
  }

  static Reply listening(int port) {
    return new Reply(Optional.of(port), List.of(), Optional.empty(), Optional.empty());
  }

  static Reply refused(String why) {
    return new Reply(Optional.empty(), List.of(), Optional.empty(), Optional.of(why));
  }

  static Reply seen(List<RelayRound> rounds, Optional<String> complaint) {
    return new Reply(Optional.empty(), rounds, complaint, Optional.empty());
  }

  /** {@return the lines, each with its end} */
  String encode() {
    StringBuilder text = new StringBuilder();
    port.ifPresent(p -> text.append("port ").append(p).append('\n'));
    for (RelayRound r : rounds) {
      text.append(
          "round %d %d %d %d %d %d %d %d %d\n"
              .formatted(
                  r.round(),
                  r.time().toNanos(),
                  r.bytes().count(),
                  r.idle().toNanos(),
                  r.ahead().count(),
                  r.cwndAtStart().count(),
                  r.cwndAtEnd().count(),
                  r.retransmits(),
                  r.rtt().toNanos()));
    }
    complaint.ifPresent(c -> text.append("complaint ").append(line(c)).append('\n'));
    refusal.ifPresent(r -> text.append("refused ").append(line(r)).append('\n'));
    return text.append("ok\n").toString();
  }

  private static String line(String text) {
    return text.replace('\n', ' ');
  }

  /**
   * Reads the lines.
   *
   * @throws IllegalArgumentException when they are no answer, or not a whole one
   */
  static Reply decode(List<String> lines) {
    Optional<Integer> port = Optional.empty();
    List<RelayRound> rounds = new ArrayList<>();
    Optional<String> complaint = Optional.empty();
    Optional<String> refusal = Optional.empty();
    boolean whole = false;
    for (String line : lines) {
      int space = line.indexOf(' ');
      String rest = line.substring(space + 1);
      switch (space < 0 ? line : line.substring(0, space)) {
        case "port" -> port = Optional.of(Integer.valueOf(rest));
        case "round" -> rounds.add(round(rest));
        case "complaint" -> complaint = Optional.of(rest);
        case "refused" -> refusal = Optional.of(rest);
        case "ok" -> whole = true;
        default -> throw new IllegalArgumentException("'" + line + "' is no answer of a relay");
      }
    }
    if (!whole) {
      throw new IllegalArgumentException("the relay's answer ends early");
    }
    return new Reply(port, rounds, complaint, refusal);
  }

  private static RelayRound round(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 9) {
      throw new IllegalArgumentException("'" + text + "' is no round");
    }
    long[] numbers = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Long.parseLong(words[i]);
    }
    return new RelayRound(
        Math.toIntExact(numbers[0]),
        Duration.ofNanos(numbers[1]),
        Bytes.of(numbers[2]),
        Duration.ofNanos(numbers[3]),
        Bytes.of(numbers[4]),
        Bytes.of(numbers[5]),
        Bytes.of(numbers[6]),
        numbers[7],
        Duration.ofNanos(numbers[8]));
  }
}
