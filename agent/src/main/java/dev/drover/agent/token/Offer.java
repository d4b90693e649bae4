package dev.drover.agent.token;

import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Pass;
import dev.drover.agent.token.Message.Passed;
import dev.drover.agent.token.Message.Verdict;

/** What became of a token that was offered to the VM whose turn it is, on another host. */
sealed interface Offer {
  /** That host has it. */
  record Taken(int host) implements Offer {}

  /** A later one is about. */
  record Stale(Mark seen) implements Offer {}

  /** Nobody took it. */
  record Nowhere(String why) implements Offer {}

  /** It may have arrived. */
  record Unsure(String why) implements Offer {}

  /** Offers it, to the VM's own address; blocks. */
  static Offer of(Token token, Lines lines) {
    return switch (lines.ask(token.holder(), new Pass(token))) {
      case Reply.Told(Passed(Verdict verdict, Mark seen, int host)) ->
          switch (verdict) {
            case TAKEN, KNOWN -> new Taken(host);
            case STALE -> new Stale(seen);
            case NOT_HERE ->
                new Nowhere("it is not on " + Ipv4.text(host) + ", which answers for it");
          };
      case Reply.Told(Message other) -> new Nowhere("answered with " + other);
      case Reply.NotSent(String why) -> new Nowhere(why);
      case Reply.NoAnswer(String why) -> new Unsure(why);
    };
  }
}
