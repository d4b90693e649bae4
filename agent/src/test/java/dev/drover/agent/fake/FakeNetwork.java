package dev.drover.agent.fake;

import dev.drover.agent.api.Sample;
import dev.drover.agent.net.HostNetwork;
import dev.drover.model.Reservation;
import dev.drover.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A network that only remembers what it was told. */
public final class FakeNetwork implements HostNetwork {
  private final String tapPrefix;
  private final List<Reservation> reservations = new ArrayList<>();
  private Set<String> owned = Set.of();

  /**
   * A network.
   *
   * @param tapPrefix of every tap's name; empty to have no taps
   */
  public FakeNetwork(String tapPrefix) {
    this.tapPrefix = tapPrefix;
  }

  @Override
  public void migrationsApart(boolean wanted) {}

  @Override
  public String attach(String vm) {
    return tapOf(vm);
  }

  @Override
  public String tapOf(String vm) {
    return tapPrefix.isEmpty() ? "" : tapPrefix + vm;
  }

  @Override
  public boolean wholeFrames() {
    return false;
  }

  @Override
  public void countPairs() {}

  @Override
  public void detach(String tap) {}

  @Override
  public void know(List<VmPort> ports) {}

  @Override
  public synchronized void own(Set<String> addresses) {
    owned = Set.copyOf(addresses);
  }

  /** {@return the addresses of the VMs that the host owns} */
  public synchronized Set<String> owned() {
    return owned;
  }

  @Override
  public synchronized void reserve(Reservation reservation) {
    reservations.removeIf(r -> r.direction() == reservation.direction());
    reservations.add(reservation);
  }

  @Override
  public synchronized void release() {
    reservations.clear();
  }

  /** {@return what is reserved} */
  public synchronized List<Reservation> reservations() {
    return List.copyOf(reservations);
  }

  @Override
  public Traffic nicLoad() {
    return Traffic.NONE;
  }

  @Override
  public Traffic workloadLoad() {
    return Traffic.NONE;
  }

  @Override
  public Traffic load(String vm) {
    return Traffic.NONE;
  }

  @Override
  public List<Sample> samples(long sinceMs) {
    return List.of();
  }
}
