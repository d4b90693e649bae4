package dev.drover.agent.token;

import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Claim;
import dev.drover.agent.token.Message.Progress;
import dev.drover.agent.token.Message.Vote;
import dev.drover.agent.token.Message.Watch;
import dev.drover.agent.token.Message.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** All hosts at once, and the electors among them. */
final class Parliament {
  private final List<Integer> hosts;
  private final Electors electors;
  private final int own;
  private final Lines lines;
  private final AtomicLong highest = new AtomicLong();

  /**
   * Asks nobody yet.
   *
   * @param hosts the static addresses of all, in the order that all have
   * @param own that of this one
   */
  Parliament(List<Integer> hosts, int own, Lines lines) {
    this.hosts = List.copyOf(hosts);
    this.electors = Electors.of(hosts);
    this.own = own;
    this.lines = lines;
  }

  /** {@return the highest generation that any elector has told of} */
  long highest() {
    return highest.get();
  }

  /** What becomes of a claim. */
  enum Ballot {
    /** By a majority of the electors. */
    GRANTED,
    /** Not granted, and by one elector at least refused. */
    REFUSED,
    /** Not granted, for too few electors answered. */
    UNHEARD
  }

  /**
   * Asks the electors.
   *
   * @param ownVote asked only when this host is one of them
   */
  Ballot poll(Claim claim, Supplier<Vote> ownVote) {
    List<Vote> votes = new ArrayList<>();
    if (electors.addresses().contains(own)) {
      votes.add(ownVote.get());
    }
    for (Reply reply : ask(electors.addresses(), claim)) {
      if (reply instanceof Reply.Told(Vote vote)) {
        votes.add(vote);
      }
    }
    for (Vote vote : votes) {
      highest.accumulateAndGet(Math.max(vote.promised(), vote.seen().generation()), Math::max);
    }
    if (electors.isMajority(votes.stream().filter(Vote::granted).count())) {
      return Ballot.GRANTED;
    }
    return votes.stream().allMatch(Vote::granted) ? Ballot.UNHEARD : Ballot.REFUSED;
  }

  /** {@return whether so many electors answer that this host is not the one that is cut off} */
  boolean isReached() {
    long answers =
        ask(electors.addresses(), new Watch(Mark.NONE)).stream()
            .filter(Reply.Told.class::isInstance)
            .count();
    return electors.isMajority(answers + (electors.addresses().contains(own) ? 1 : 0));
  }

  /** What the other hosts say of a token. */
  enum Word {
    /** One has it, or has had one that replaced it. */
    ABOUT,
    /** It has ended. */
    OVER,
    /** None says either. */
    SILENT
  }

  /** {@return what the others know of a token, this one's last} */
  Word ask(Mark seen) {
    Word word = Word.SILENT;
    for (Reply reply : ask(hosts, new Watch(seen))) {
      if (reply instanceof Reply.Told(Watched(Progress progress, Mark furthest))) {
        switch (progress) {
          case OVER -> {
            return Word.OVER;
          }
          case HERE -> word = Word.ABOUT;
          case GONE_ON -> {
            if (furthest.generation() > seen.generation()) {
              word = Word.ABOUT;
            }
          }
          case UNKNOWN -> {}
        }
      }
    }
    return word;
  }

  /** Tells all other hosts; who does not hear it hears it when it asks. */
  void tellAll(Message message) {
    ask(hosts, message);
  }

  private List<Reply> ask(List<Integer> whom, Message request) {
    List<Reply> replies = new ArrayList<>();
    List<Thread> asking = new ArrayList<>();
    for (int address : whom) {
      if (address != own) {
        asking.add(
            Thread.startVirtualThread(() -> {
              Reply reply = lines.ask(address, request);
              synchronized (replies) {
                replies.add(reply);
              }
            }));
      }
    }
    for (Thread thread : asking) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    synchronized (replies) {
      return List.copyOf(replies);
    }
  }
}
