package dev.drover.cli.reproduce.score;

import dev.drover.decide.communication.Layers;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Tenants;
import dev.drover.simulate.kernel.Seeds;
import java.util.random.RandomGenerator;

/** Where VMs are before the token goes round. The paper does not say it. */
enum Start {
  /** Each tenant in three racks anywhere: matrices between racks are sparse, as the paper's is. */
  SCATTERED("tenants in three racks anywhere"),
  /** Each VM in any free slot: the farthest from what S-CORE wants. */
  BY_LOT("each VM by lot"),
  /** Each tenant in three racks near each other. */
  AT_HOME("tenants in three racks near each other");

  private final String title;

  Start(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  Allocation place(Tenants tenants, Layers layers, Capacity capacity, long seed) {
    RandomGenerator random = new Seeds(seed).generator("start");
    return switch (this) {
      case SCATTERED -> tenants.scattered(layers, capacity, random);
      case BY_LOT -> Allocation.random(capacity, tenants.traffic().vms(), random);
      case AT_HOME -> tenants.atHome(layers, capacity, random);
    };
  }
}
