package dev.drover.agent.transport;

import dev.drover.agent.api.RelayRound;
import dev.drover.calls.CallException;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.model.unit.BitRate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Carries QEMU's streams between hosts; at both ends QEMU sees a Unix socket. A stream is called as
 * its VM when it is that of the memory, and {@link #disk} when it is that of the disk.
 */
public interface StreamTransport {
  /**
   * Where a stream is received.
   *
   * @param token that the source must have, of a transport that asks for one
   */
  record Place(String address, int port, Optional<String> token) {}

  /**
   * What became of a sender.
   *
   * @param rounds that were sent since it was last asked, of a transport that sees them
   * @param complaint what broke first
   */
  record News(List<RelayRound> rounds, Optional<String> complaint) {
    /** Nothing new. */
    public static final News NONE = new News(List.of(), Optional.empty());

    public News {
      rounds = List.copyOf(rounds);
    }
  }

  /** {@return what the stream of a VM's disk is called} */
  static String disk(String vm) {
    return vm + ".disk";
  }

  /**
   * Has what it needs run, so that the first stream need not wait for it.
   *
   * @throws CallException when it does not
   */
  void start();

  /** {@return where a stream's QEMU is to listen for its receiver} */
  Path incoming(String stream);

  /**
   * Starts a receiver for a stream whose QEMU listens at {@link #incoming}, in place of an earlier
   * one.
   *
   * @param address of this host in the data network
   * @return where its sender reaches it
   * @throws CallException when the host does not let it
   */
  Place receive(String stream, String address);

  /**
   * Starts a sender, in place of an earlier one.
   *
   * @param receiver of the other host
   * @param coupling of rounds, where they wait for each other; empty for bytes that have none and
   *     go as they come
   * @return where QEMU is to send to
   * @throws CallException when the host does not let it
   */
  Path send(String stream, Place receiver, Optional<RoundCoupling> coupling);

  /** QEMU begins a pass over dirty memory, counted from 1. */
  News passBegan(String stream, int pass);

  /** The VM stands still: what comes now is what it waits for. */
  News stopped(String stream);

  /** The rounds are over; from now on bytes go as they come. */
  News postCopy(String stream);

  /** Spreads evenly what a sender sends; empty for no limit. */
  News pace(String stream, Optional<BitRate> rate);

  News look(String stream);

  /** Ends a sender, breaking what is still connected; does nothing when there is none. */
  News endSender(String stream);

  /** Ends a receiver, breaking what is still connected; does nothing when there is none. */
  void endReceiver(String stream);

  /**
   * {@return a little more than QEMU's limit in bytes a second, which counts no headers: pacing
   * must not be the limit}
   */
  static long pace(BitRate rate) {
    return Math.max(1, rate.bitsPerSecond() / 8 * 105 / 100);
  }
}
