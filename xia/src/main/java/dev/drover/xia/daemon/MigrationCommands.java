package dev.drover.xia.daemon;

import dev.drover.xia.address.DagText;
import dev.drover.xia.migration.Profile;
import dev.drover.xia.migration.Receivers;
import dev.drover.xia.migration.Senders;
import dev.drover.xia.migration.Token;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** What an agent has its host's daemon do for a migration. */
final class MigrationCommands {
  private final Senders senders;
  private final Receivers receivers;

  private MigrationCommands(Senders senders, Receivers receivers) {
    this.senders = senders;
    this.receivers = receivers;
  }

  static void answer(Console console, Senders senders, Receivers receivers) {
    MigrationCommands commands = new MigrationCommands(senders, receivers);
    console.on("receive", commands::receive);
    console.on("send", commands::send);
    console.on(
        "later-pass", (words, _) -> senders.laterPass(words(words, "later-pass", "VM").get(0)));
    console.on("post-copy", (words, _) -> senders.postCopy(words(words, "post-copy", "VM").get(0)));
    console.on("final", (words, _) -> senders.finalRound(words(words, "final", "VM").get(0)));
    console.on("pace", (words, _) -> commands.pace(words));
    console.on("look", commands::look);
    console.on("end-sender", (words, _) -> senders.end(words(words, "end-sender", "VM").get(0)));
    console.on(
        "end-receiver", (words, _) -> receivers.end(words(words, "end-receiver", "VM").get(0)));
  }

  /** {@code receive VM SOCKET TOKEN}: one line, the address for {@code send}. */
  private void receive(List<String> words, PrintWriter out) {
    words(words, "receive", "VM", "SOCKET", "TOKEN");
    out.println(receivers.receive(words.get(0), Path.of(words.get(1)), Token.parse(words.get(2))));
  }

  /** {@code send VM SOCKET PROFILE TOKEN ADDRESS}. */
  private void send(List<String> words, PrintWriter out) {
    if (words.size() < 5) {
      throw new IllegalArgumentException("write send VM SOCKET PROFILE TOKEN ADDRESS");
    }
    senders.send(
        words.get(0),
        Path.of(words.get(1)),
        DagText.parse(String.join(" ", words.subList(4, words.size()))),
        Token.parse(words.get(3)),
        Profile.parse(words.get(2)));
  }

  private void pace(List<String> words) {
    words(words, "pace", "VM", "BYTES_PER_SECOND");
    try {
      senders.pace(words.get(0), Long.parseLong(words.get(1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + words.get(1) + "' is not a number", e);
    }
  }

  /** {@code look VM}: what is sent of it, then what is received. */
  private void look(List<String> words, PrintWriter out) {
    String vm = words(words, "look", "VM").get(0);
    out.print(senders.look(vm));
    out.print(receivers.look(vm));
  }

  private static List<String> words(List<String> words, String command, String... names) {
    if (words.size() != names.length) {
      throw new IllegalArgumentException("write " + command + " " + String.join(" ", names));
    }
    return words;
  }
}
