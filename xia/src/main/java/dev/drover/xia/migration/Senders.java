package dev.drover.xia.migration;

import dev.drover.xia.address.Dag;
import dev.drover.xia.chunk.ChunkPublisher;
import dev.drover.xia.stack.Network;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a host sends. A name stands for one thing that moves: a VM's memory, or one of its disks.
 * Safe for use by many threads.
 */
public final class Senders implements AutoCloseable {
  private final XiaStack stack;
  private final Outgoing.Host host;
  private final RandomGenerator random;
  private final Map<String, Sender> senders = new HashMap<>();

  /**
   * @param publisher of this host
   * @param workers name chunks
   * @param random for session numbers
   */
  public Senders(
      Network network,
      XiaStack stack,
      ChunkPublisher publisher,
      Executor workers,
      RandomGenerator random) {
    this.stack = stack;
    this.host = new Outgoing.Host(publisher, workers, network::nanoTime);
    this.random = random;
  }

  /**
   * Listens for QEMU; ends an earlier sender of this name.
   *
   * @param socket on which to listen
   * @param receiver as {@link Receivers#receive} gave it
   * @throws IllegalArgumentException when that cannot be
   */
  public void send(String vm, Path socket, Dag receiver, Token token, Profile profile) {
    Names.check(vm);
    end(vm);
    try {
      Sender sender =
          new Sender(new Sender.Task(vm, socket, receiver, token, profile), host, stack, random);
      Sender other;
      synchronized (senders) {
        other = senders.put(vm, sender);
      }
      if (other != null) {
        other.close();
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "no socket can be made at %s: %s".formatted(socket, e.getMessage()), e);
    }
  }

  private @Nullable Sender find(String vm) {
    synchronized (senders) {
      return senders.get(vm);
    }
  }

  private Sender known(String vm) {
    Sender sender = find(vm);
    if (sender == null) {
      throw new IllegalArgumentException("nothing named '" + vm + "' is sent from here");
    }
    return sender;
  }

  /** The VM stands still: bytes go at once from now on, with their names. */
  public void finalRound(String vm) {
    known(vm).finalRound();
  }

  /** The first pass is over, the VM may stop at any time: less is under way at a time. */
  public void laterPass(String vm) {
    known(vm).laterPass();
  }

  /**
   * The VM runs at the destination and waits for pages: as {@link #finalRound}, and little is under
   * way at a time.
   */
  public void postCopy(String vm) {
    known(vm).postCopy();
  }

  /**
   * Limits what goes out.
   *
   * @param bytesPerSecond of content; below 1 for no limit
   */
  public void pace(String vm, long bytesPerSecond) {
    known(vm).pace(bytesPerSecond);
  }

  /** {@return whether any connection of it is open} */
  public boolean busy(String vm) {
    Sender sender = find(vm);
    return sender != null && sender.busy();
  }

  /** {@return what its connections have done, in their order; nothing when it is not sent} */
  public List<ConnectionStatistics> statistics(String vm) {
    Sender sender = find(vm);
    return sender == null ? List.of() : sender.carried().statistics();
  }

  /** {@return lines of statistics and of what went wrong first; empty when it is not sent} */
  public String look(String vm) {
    Sender sender = find(vm);
    return sender == null ? "" : sender.carried().text("sent");
  }

  /** Breaks what is still connected, and forgets it; does nothing when it is not sent. */
  public void end(String vm) {
    Sender sender;
    synchronized (senders) {
      sender = senders.remove(vm);
    }
    if (sender != null) {
      sender.close();
    }
  }

  @Override
  public void close() {
    List<String> all;
    synchronized (senders) {
      all = List.copyOf(senders.keySet());
    }
    all.forEach(this::end);
  }
}
