package dev.drover.simulate.datacentre;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.GroupRelocation;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.Relocation;
import dev.drover.decide.communication.TokenPolicy;
import dev.drover.decide.communication.TrafficGraph;
import java.util.Arrays;
import java.util.Optional;

/**
 * S-CORE in a simulated data centre: the token goes round, and each VM that holds it decides with
 * {@link Relocation} and moves at once. In a round every VM holds it once, in the order of the
 * {@link TokenPolicy}. A holder's host sets its entry in the token to what it is, and raises those
 * of its peers to what it knows of them, which is what they exchange with the holder. All entries
 * are 0 when the first round begins.
 *
 * <p>Performance class: the cost is kept by subtracting what each migration gains. One thread.
 */
public final class TokenRounds {
  /** How the token goes round and what moves a VM. */
  public record Settings(
      TokenPolicy policy,
      CandidateRule rule,
      LevelWeights weights,
      MigrationPrice price,
      int minimumStay,
      int together) {
    /**
     * @param minimumStay in how many rounds, those of its coming included, a VM does not leave
     *     where it came to; 0 or 1 for no such limit
     * @param together how many VMs of a server go elsewhere at once at most ({@link
     *     GroupRelocation}), in rounds that follow one in which nobody moved: earlier groups would
     *     take the room that single VMs make better use of; 1 as in the paper
     */
    public Settings {
      if (together < 1) {
        throw new IllegalArgumentException("together must be at least 1: " + together);
      }
      if (minimumStay < 0) {
        throw new IllegalArgumentException("minimumStay must not be negative: " + minimumStay);
      }
    }

    /** Each VM goes by itself, as in the paper. */
    public Settings(
        TokenPolicy policy,
        CandidateRule rule,
        LevelWeights weights,
        MigrationPrice price,
        int minimumStay) {
      this(policy, rule, weights, price, minimumStay, 1);
    }

    /** {@return as in the paper's evaluation: its link weights, migrations cost nothing} */
    public static Settings paper(TokenPolicy policy) {
      return new Settings(
          policy,
          CandidateRule.FIRST_THAT_LOWERS,
          LevelWeights.PAPER,
          MigrationPrice.constant(0),
          0);
    }
  }

  /**
   * What came of a round.
   *
   * @param number from 1
   * @param cost of all communication at its end (eq. 1)
   */
  public record Round(int number, int migrations, double cost) {}

  private static final int NEVER = Integer.MIN_VALUE;

  private final Layers layers;
  private final Settings settings;
  private final TokenPolicy policy;
  private final Allocation allocation;
  private final int[] serverOf;
  private final CommunicationCost costs;
  private final TokenQueue queue;
  private final int[] cameIn;
  private final Optional<GroupRelocation> groups;
  private TrafficGraph traffic;
  private Relocation relocation;
  private double cost;
  private int round;
  private int holder;
  private int migrations;
  private long allMigrations;
  private boolean still;

  /** Nobody has held the token yet. Moves VMs of {@code allocation}. */
  public TokenRounds(
      Layers layers, TrafficGraph traffic, Allocation allocation, Settings settings) {
    this.layers = layers;
    this.settings = settings;
    this.policy = settings.policy();
    this.allocation = allocation;
    this.serverOf = allocation.serverOf();
    this.costs = new CommunicationCost(layers, settings.weights());
    this.queue = new TokenQueue(allocation.vms());
    this.cameIn = new int[settings.minimumStay() > 1 ? allocation.vms() : 0];
    Arrays.fill(cameIn, NEVER);
    this.groups =
        settings.together() > 1
            ? Optional.of(new GroupRelocation(layers, settings.weights(), settings.together()))
            : Optional.empty();
    this.traffic = checked(traffic);
    this.relocation = relocation(traffic);
    this.cost = costs.total(traffic, serverOf);
  }

  /**
   * From now on there is this traffic, such as the average over the next window. The cost is
   * computed anew; a round that has begun goes on.
   */
  public void traffic(TrafficGraph next) {
    if (next.mostPeers() > traffic.mostPeers()) {
      relocation = relocation(next);
    }
    traffic = checked(next);
    cost = costs.total(traffic, serverOf);
  }

  private TrafficGraph checked(TrafficGraph graph) {
    if (graph.vms() != allocation.vms()) {
      throw new IllegalArgumentException(
          "traffic of " + graph.vms() + " VMs, but " + allocation.vms() + " are placed");
    }
    return graph;
  }

  private Relocation relocation(TrafficGraph graph) {
    return new Relocation(layers, settings.weights(), settings.rule(), graph.mostPeers());
  }

  /** {@return what a whole round brings; goes on to the end of one that has begun} */
  public Round round() {
    do {
      step();
    } while (!queue.isEmpty());
    return new Round(round, migrations, cost);
  }

  /** The next VM holds the token; {@return whether it migrates, alone or with others}. */
  public boolean step() {
    if (queue.isEmpty()) {
      begin();
    }
    holder = queue.next();
    boolean moves = mayLeave(holder) && (goesAlone() || goesWithOthers());
    if (policy.hasEntries()) {
      enter();
    }
    return moves;
  }

  private boolean goesAlone() {
    boolean moves = relocation.decide(traffic, serverOf, holder, allocation, settings.price());
    if (moves) {
      move(holder, relocation.server());
      cost -= relocation.gain();
    }
    return moves;
  }

  private boolean goesWithOthers() {
    if (!still) {
      return false;
    }
    Optional<GroupRelocation.Group> group =
        groups.flatMap(decider ->
            decider.decide(
                traffic, serverOf, holder, this::mayLeave, allocation::fits, settings.price()));
    group.ifPresent(going -> {
      going.vms().forEach(vm -> move(vm, going.server()));
      cost -= going.gain();
    });
    return group.isPresent();
  }

  private void move(int vm, int server) {
    allocation.move(vm, server);
    migrations++;
    allMigrations++;
    if (cameIn.length > 0) {
      cameIn[vm] = round;
    }
  }

  private void begin() {
    still = round > 0 && migrations == 0;
    round++;
    migrations = 0;
    queue.begin(
        policy.central()
            ? relocation.byGain(traffic, serverOf, allocation, settings.price())
            : null);
  }

  private boolean mayLeave(int vm) {
    return cameIn.length == 0
        || cameIn[vm] == NEVER
        || round - cameIn[vm] >= settings.minimumStay();
  }

  /** Writes into the token what the holder's host knows. */
  private void enter() {
    int highest = 0;
    double load = 0;
    int own = serverOf[holder];
    for (int i = traffic.from(holder); i < traffic.to(holder); i++) {
      int peer = traffic.peer(i);
      int level = layers.level(own, serverOf[peer]);
      highest = Math.max(highest, level);
      load += traffic.rate(i);
      queue.raise(peer, policy.entry(level, traffic.rate(i)));
    }
    queue.set(holder, policy.entry(highest, load));
  }

  /** {@return the cost of all communication now (eq. 1)} */
  public double cost() {
    return cost;
  }

  /** {@return the number of the round, from 1; 0 before the first} */
  public int number() {
    return round;
  }

  /** {@return who held the token last} */
  public int holder() {
    return holder;
  }

  /** {@return whether every VM has held the token in this round, or none has begun} */
  public boolean ended() {
    return queue.isEmpty();
  }

  /** {@return how many VMs migrated in all rounds} */
  public long migrations() {
    return allMigrations;
  }

  public Allocation allocation() {
    return allocation;
  }
}
