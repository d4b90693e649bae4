package dev.drover.agent.relay;

import dev.drover.agent.api.RelayRound;
import dev.drover.decide.rounds.RoundCoupling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The relay at a migration's source, for one attempt to connect: a recovery makes another. */
final class Sender implements AutoCloseable {
  private final Links links;
  private final Optional<Rounds> rounds;
  private final List<RelayRound> measured = new ArrayList<>();

  /**
   * Listens for QEMU.
   *
   * @param socket where no other file may be
   * @param coupling of its rounds; empty when it has none
   */
  Sender(String vm, Path socket, Place.Tcp receiver, Optional<RoundCoupling> coupling) {
    this.rounds = coupling.map(c -> new Rounds(c, System::nanoTime, this::finished));
    Socket listener = Socket.listening(new Libc(), new Place.Local(socket));
    this.links = new Links("send " + vm, listener, receiver, true, rounds);
    links.start();
  }

  private void finished(RelayRound round) {
    synchronized (measured) {
      measured.add(round);
    }
  }

  /** QEMU begins a pass over dirty memory, counted from 1: what it writes from now on waits. */
  void passBegan(int pass) {
    rounds.ifPresent(r -> r.passBegan(pass, links.unread()));
  }

  /** The rounds are over; from now on bytes go as they come. */
  void postCopy() {
    rounds.ifPresent(Rounds::over);
  }

  void pace(long bytesPerSecond) {
    links.pace(bytesPerSecond);
  }

  boolean busy() {
    return links.busy();
  }

  /** {@return the rounds that were sent since this was last asked, and what broke first} */
  Reply news() {
    synchronized (measured) {
      Reply reply = Reply.seen(measured, links.complaint());
      measured.clear();
      return reply;
    }
  }

  /** Breaks what is still connected. */
  @Override
  public void close() {
    links.close();
  }
}
