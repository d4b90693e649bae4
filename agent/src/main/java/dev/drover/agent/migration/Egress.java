package dev.drover.agent.migration;

import dev.drover.model.unit.BitRate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out of this host, as migrations see it. Safe for use by many threads. */
public final class Egress {
  private static final Logger LOG = LoggerFactory.getLogger(Egress.class);

  private final BitRate nic;
  private final Supplier<BitRate> workload;
  private final Consumer<Boolean> apart;
  private int limited;

  /**
   * Nothing leaves yet.
   *
   * @param nic its capacity
   * @param workload what VMs send on it now
   * @param apart told whether migrations are to have a queue of their own
   */
  public Egress(BitRate nic, Supplier<BitRate> workload, Consumer<Boolean> apart) {
    this.nic = nic;
    this.workload = workload;
    this.apart = apart;
  }

  BitRate nic() {
    return nic;
  }

  BitRate workload() {
    return workload.get();
  }

  /** A migration begins whose rounds are limited: their bursts need a queue of their own. */
  synchronized void limitedBegins() {
    if (limited++ == 0) {
      tell(true);
    }
  }

  /** It has ended. */
  synchronized void limitedEnds() {
    if (--limited == 0) {
      tell(false);
    }
  }

  /** No migration is worth less for want of a queue. */
  private void tell(boolean wanted) {
    try {
      apart.accept(wanted);
    } catch (RuntimeException e) {
      LOG.warn("the queue of migrations is as it was: {}", e.getMessage());
    }
  }
}
