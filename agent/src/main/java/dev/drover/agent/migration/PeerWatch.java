package dev.drover.agent.migration;

import dev.drover.agent.api.IncomingStatus;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.PeerAgent.SourceHello;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.migration.Settlement.Peer;
import dev.drover.calls.CallException;
import dev.drover.hypervisor.VmState;
import java.time.Duration;
import java.util.Optional;

/**
 * What the source knows of the destination's copy, kept fresh by a greeting now and then on a
 * thread of its own, so that a destination that does not answer holds up nothing.
 */
final class PeerWatch implements AutoCloseable {
  private final PeerAgent peer;
  private final String migration;
  private final SourceHello hello;
  private final Duration heartbeat;
  private final Runnable news;
  private final Thread thread;
  private Peer word = Peer.SILENT;

  /** Whether it has said that it took over; what it was told is no proof that it did. */
  private boolean granted;

  private Optional<String> complaint = Optional.empty();
  private long heardNanos = System.nanoTime();

  /** Whether its copy's process answers nothing, so that its being complete may be missed. */
  private boolean mute;

  /** Since when each answer has said the same. */
  private long sameSinceNanos = heardNanos;

  PeerWatch(
      PeerAgent peer, String migration, SourceHello hello, Duration heartbeat, Runnable news) {
    this.peer = peer;
    this.migration = migration;
    this.hello = hello;
    this.heartbeat = heartbeat;
    this.news = news;
    this.thread =
        Thread.ofVirtual().name("greet " + migration).unstarted(this::greetUntilInterrupted);
  }

  void start() {
    thread.start();
  }

  synchronized Peer word() {
    return word;
  }

  /** {@return why the destination last did not do what it was asked} */
  synchronized Optional<String> complaint() {
    return complaint;
  }

  /** {@return how long it has been since the destination last answered anything} */
  synchronized Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  /** Tells the destination to take over; the answer is what is known from then on. */
  void grant() {
    try {
      VmStatus vm = peer.takeOver(migration, hello.vm());
      synchronized (this) {
        granted = true;
        hear(vm.state() == VmState.GONE ? Peer.GONE : Peer.TAKEN_UNSEEN, false);
      }
    } catch (CallException e) {
      refused(e);
    }
  }

  /** Asks anew, on the caller's thread. */
  void greet() {
    try {
      hear(peer.hello(migration, hello));
    } catch (CallException e) {
      refused(e);
    }
  }

  private synchronized void hear(IncomingStatus status) {
    hear(meaning(status), status.state() == VmState.UNKNOWN);
  }

  private synchronized void hear(Peer answer, boolean muteNow) {
    heardNanos = System.nanoTime();
    complaint = Optional.empty();
    know(answer, muteNow);
  }

  private void know(Peer now, boolean muteNow) {
    if (word != now || mute != muteNow) {
      sameSinceNanos = System.nanoTime();
    }
    mute = muteNow;
    if (!isFinal(word)) {
      word = now;
    }
  }

  /**
   * {@return whether every answer, up to the last one, has said the same for so long}
   *
   * @param answering when the copy's process answers
   * @param silent when it does not
   */
  synchronized boolean insists(Duration answering, Duration silent) {
    return heardNanos - sameSinceNanos >= (mute ? silent : answering).toNanos();
  }

  private synchronized void refused(CallException e) {
    complaint = Optional.ofNullable(e.getMessage());
    switch (e.kind()) {
      case NOT_FOUND -> hear(Peer.NONE, false);
      case REFUSED -> heardNanos = System.nanoTime();
      case UNREACHABLE -> know(Peer.SILENT, false);
    }
  }

  private static boolean isFinal(Peer word) {
    return word == Peer.NONE || word == Peer.GONE || word == Peer.TAKEN_WHOLE;
  }

  private synchronized Peer meaning(IncomingStatus status) {
    return switch (status.fate()) {
      case UNKNOWN, ABANDONED -> Peer.NONE;
      case PREPARED -> status.whole() ? Peer.READY : Peer.RECEIVING;
      case TAKEN_OVER -> {
        if (status.state() == VmState.GONE) {
          yield Peer.GONE;
        }
        if (!granted) {
          yield Peer.TAKING;
        }
        yield status.whole() ? Peer.TAKEN_WHOLE : Peer.TAKEN;
      }
    };
  }

  private void greetUntilInterrupted() {
    try {
      while (true) {
        Peer before = word();
        greet();
        if (word() != before) {
          news.run();
        }
        Thread.sleep(heartbeat);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    Requests.join(thread);
  }
}
