package dev.drover.simulate.migration;

import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;

/**
 * A migration of a simulated guest, under way from {@link #start} on: it runs by the simulator's
 * events and the network's calls, and tells its listener when it has ended.
 */
public final class Migration {
  private final StreamNetwork network;
  private final SimulatedGuest guest;
  private final MigrationSpec spec;
  private final MigrationListener listener;
  private final PageWitness witness;
  private final Account account = new Account();
  private final Stream stream;
  private final RoundSender sender;
  private final LinkWatch links;
  private final PageSet taken;
  private Phase phase = () -> {};

  private Migration(
      StreamNetwork network,
      Topology topology,
      SimulatedGuest guest,
      MigrationSpec spec,
      MigrationListener listener,
      PageWitness witness) {
    this.network = network;
    this.guest = guest;
    this.spec = spec;
    this.listener = listener;
    this.witness = witness;
    stream = network.open(spec.route(), TrafficKind.MIGRATION, guest.name(), new Forward());
    sender = new RoundSender(network.simulator(), stream, guest, spec.settings(), witness);
    links = new LinkWatch(network, topology, spec.route(), stream);
    taken = new PageSet(guest.memory().pages());
    account.startedAt = now();
  }

  /**
   * Starts a migration now.
   *
   * @param topology the network's, for the capacity of links
   * @throws IllegalArgumentException when the guest does not run where the route begins
   * @throws IllegalStateException when it is being moved already
   */
  public static Migration start(
      StreamNetwork network,
      Topology topology,
      SimulatedGuest guest,
      MigrationSpec spec,
      MigrationListener listener) {
    return start(network, topology, guest, spec, listener, PageWitness.NONE);
  }

  static Migration start(
      StreamNetwork network,
      Topology topology,
      SimulatedGuest guest,
      MigrationSpec spec,
      MigrationListener listener,
      PageWitness witness) {
    guest.beginMove(spec.route().source());
    Migration migration = new Migration(network, topology, guest, spec, listener, witness);
    migration.links.mark();
    new Timer(network.simulator(), migration::prepared)
        .in(SimTime.of(spec.settings().times().preparation()));
    return migration;
  }

  private void prepared() {
    links.look();
    PageSet all = new PageSet(guest.memory().pages());
    all.fill();
    enter(
        switch (spec.technique()) {
          case MigrationTechnique.StopAndCopy _ ->
              new StopAndCopy(this, all, payloadRate(ceiling()));
          case MigrationTechnique.PreCopy preCopy ->
              new PreCopyRounds(
                  this,
                  preCopy.algorithm(),
                  preCopy.stop(),
                  preCopy.coupling(),
                  (left, rate) -> new StopAndCopy(this, left, rate));
          case MigrationTechnique.PostCopy _ -> new PostCopyPush(this, all);
          case MigrationTechnique.Hybrid hybrid ->
              new PreCopyRounds(
                  this,
                  hybrid.algorithm(),
                  hybrid.switchOver(),
                  hybrid.coupling(),
                  (left, _) -> new PostCopyPush(this, left));
        });
  }

  /** Goes over to the next stretch. */
  void enter(Phase next) {
    phase = next;
    next.begin();
  }

  /** The VM stands from now on. */
  void pauseGuest() {
    guest.pause(now());
    account.pausedAt = now();
    listener.paused(this);
  }

  /** {@return the log of dirty pages as of the memory's last advance, which is cleared} */
  PageSet takeDirty() {
    guest.memory().takeDirty(taken);
    guest.zeroPages().removeAll(taken);
    return taken;
  }

  /** The VM runs at the destination from now on. */
  void resumeGuest() {
    guest.resume(spec.route().destination(), now());
    account.resumedAt = now();
    listener.resumed(this);
  }

  void roundEnded(RoundRecord round) {
    account.rounds.add(round);
    account.roundBytes += round.volume().count();
    listener.roundEnded(this, round);
  }

  /** The source may be switched off. */
  void complete() {
    stream.close();
    phase = () -> {};
    guest.endMove();
    listener.ended(this, result());
  }

  private MigrationResult result() {
    return new MigrationResult(
        guest.name(),
        spec.route(),
        spec.technique(),
        guest.host(),
        SimTime.toDuration(account.startedAt),
        SimTime.toDuration(now() - account.startedAt),
        SimTime.toDuration(account.resumedAt - account.pausedAt),
        account.rounds,
        new MigrationResult.Traffic(
            Bytes.of(account.roundBytes),
            Bytes.of(account.stopAndCopyBytes),
            Bytes.of(account.deviceBytes),
            Bytes.of(account.pushedBytes),
            Bytes.of(account.faultedBytes),
            Bytes.of(account.requestBytes),
            Bytes.of(stream.wireBytes())),
        account.faults,
        SimTime.toDuration(account.stalled),
        account.stop);
  }

  /** {@return the most that the operator allows, or more than any link has} */
  BitRate ceiling() {
    return spec.settings().ceiling().orElse(BitRate.ofBitsPerSecond(Stream.UNLIMITED));
  }

  /**
   * {@return the limit to the stream's payload that makes {@code wire} of it on the wire, by what
   * headers and retransmissions have taken so far; none when {@code wire} is above all links}
   */
  long payloadRate(BitRate wire) {
    if (wire.compareTo(links.capacity()) >= 0) {
      return Stream.UNLIMITED;
    }
    long sent = stream.sent();
    double share =
        sent == 0 ? stream.payloadShare() : Math.min(1, (double) sent / stream.wireBytes());
    return Math.max(1, Math.round(wire.bitsPerSecond() * share));
  }

  long now() {
    return network.simulator().now();
  }

  Simulator simulator() {
    return network.simulator();
  }

  StreamNetwork network() {
    return network;
  }

  Stream stream() {
    return stream;
  }

  RoundSender sender() {
    return sender;
  }

  LinkWatch links() {
    return links;
  }

  Account account() {
    return account;
  }

  PageWitness witness() {
    return witness;
  }

  /** {@return the guest that is moved} */
  public SimulatedGuest guest() {
    return guest;
  }

  public MigrationSpec spec() {
    return spec;
  }

  /** Hands the stream's calls to the phase of the moment. */
  private final class Forward implements StreamListener {
    @Override
    public void backlogLow(Stream stream) {
      phase.backlogLow(stream);
    }

    @Override
    public void allAcknowledged(Stream stream) {
      phase.allAcknowledged(stream);
    }

    @Override
    public void delivered(Stream stream) {
      phase.delivered(stream);
    }
  }
}
