package dev.drover.cli.reproduce.score;

/** What all parts of Fig. 2 have in common. */
final class SetUp {
  static final String TEXT =
      "Simulated. 2,560 servers of 16 slots, 20 in each of 128 racks, 85 % of the slots taken;"
          + " weights e⁰, e¹, e³, e⁵; c_m is 0 but in Fig. 2c. Four weights need four levels: 8"
          + " racks make a group, 4 of these a larger one, and the core joins 4 of those; the paper"
          + " names no such numbers, nor how full servers are, where VMs start, nor its generator's"
          + " parameters. Traffic is `TrafficModel.published()`: tenants of heavy-tailed size, about"
          + " 10 peers for each VM. Each tenant starts in three racks anywhere. ";

  /** How flows come and go. */
  static final String FLOWS =
      "Pairs have a flow half of the time, and one in 100 gets another partner in each window of"
          + " 10 s; an iteration of the token is %d such windows, and VMs decide by their average. "
              .formatted(FlowWindows.IN_AN_ITERATION);

  private SetUp() {}
}
