package dev.drover.decide.routing;

import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moves a running migration to another path when its own has become the bottleneck. Not in the
 * papers: there a flow keeps its route until it is idle.
 *
 * <p>Per period, for each migration: what its path could give it (its own rate and what is free
 * beside it) against what the widest path could (the same, there). It is moved when
 *
 * <ul>
 *   <li>it uses its path: it gets {@link #IN_USE} of what the path could give at least. What is
 *       held back by its own limit, its guest or its host gains nothing elsewhere.
 *   <li>the other path gives more than a margin above that, and has more room by a tenth of its
 *       capacity ({@link #LEAST_GAIN}), in so many periods on end.
 * </ul>
 *
 * <p>Only what is free counts: a move takes nothing from others, and who is moved gains the margin
 * at least, so that moves come to an end. Migrations are looked at one after another, the one with
 * most to gain first, and each after the first sees the network as the moves before it will leave
 * it: two that share a full path do not both leave it for the same empty one. After a move a
 * migration's periods begin anew.
 */
public final class Rerouting {
  /** The part of what a path could give from which on the path is what holds a flow back. */
  static final double IN_USE = 0.85;

  /**
   * The part of a path's capacity by which it must have more room. Loads of a period are known to a
   * few percent of what a link can carry; on a path that is nearly full of other traffic the margin
   * alone would be less than that.
   */
  static final double LEAST_GAIN = 0.1;

  private final double margin;
  private final int periods;

  /**
   * @param margin how much more another path must give, as a part of what this one gives: 0.2 is a
   *     fifth; above 0
   * @param periods in how many periods on end; 1 at least
   */
  public Rerouting(double margin, int periods) {
    if (!(margin > 0)) {
      throw new IllegalArgumentException("margin must be above zero: " + margin);
    }
    if (periods < 1) {
      throw new IllegalArgumentException("periods must be 1 at least: " + periods);
    }
    this.margin = margin;
    this.periods = periods;
  }

  /** {@return as the controller uses it: a quarter more, in two periods on end} */
  public static Rerouting usual() {
    return new Rerouting(0.25, 2);
  }

  /**
   * A migration, or one connection of it.
   *
   * @param name its own
   * @param rate what it got in the last period
   * @param limit what it could use at most: its set bandwidth, its hosts' links
   */
  public record Running(String name, Path path, BitRate rate, BitRate limit) {}

  /** What is to be done with a migration. */
  public sealed interface Decision {
    String name();

    /** It keeps its path. */
    record Stay(String name) implements Decision {}

    /** It goes on along {@code path}. */
    record Move(String name, Path path, String why) implements Decision {}
  }

  /**
   * In how many periods on end each migration would have gained by another path; given to the next
   * {@link #decide} as it came out of the last.
   */
  public record Patience(Map<String, Integer> periods) {
    public Patience {
      periods = Map.copyOf(periods);
    }

    /** {@return that of a controller that has not looked yet} */
    public static Patience none() {
      return new Patience(Map.of());
    }
  }

  /**
   * What was decided.
   *
   * @param decisions one for each migration, in their order
   */
  public record Outcome(List<Decision> decisions, Patience patience) {
    public Outcome {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * A better path that was found, perhaps.
   *
   * @param clear whether it has more room by more than loads are known to
   * @param here what the path now could give, in bits per second
   * @param there what the other one could
   */
  private record Offer(Running migration, Path path, boolean clear, long here, long there) {
    double gain() {
      return (double) there / Math.max(1, here);
    }
  }

  /**
   * Looks once, at the end of a period.
   *
   * @param load what links carried in it, the migrations' own bytes included
   * @param migrations their paths in the topology of {@code load}
   */
  public Outcome decide(NetworkLoad load, List<Running> migrations, Patience before) {
    Map<String, Integer> counts = new TreeMap<>();
    List<Offer> ripe = new ArrayList<>();
    for (Running migration : migrations) {
      Offer offer = offer(load, migration);
      if (isBetter(offer)) {
        int count = before.periods().getOrDefault(migration.name(), 0) + 1;
        counts.put(migration.name(), count);
        if (count >= periods) {
          ripe.add(offer);
        }
      }
    }
    ripe.sort(
        Comparator.comparingDouble(Offer::gain)
            .reversed()
            .thenComparing(offer -> offer.migration().name()));
    Map<String, Decision> moves = moves(load, ripe);
    moves.keySet().forEach(counts::remove);
    List<Decision> decisions = new ArrayList<>();
    for (Running migration : migrations) {
      decisions.add(moves.getOrDefault(migration.name(), new Decision.Stay(migration.name())));
    }
    return new Outcome(decisions, new Patience(counts));
  }

  private Map<String, Decision> moves(NetworkLoad load, List<Offer> ripe) {
    Map<String, Decision> moves = new TreeMap<>();
    NetworkLoad expected = load;
    for (Offer found : ripe) {
      Offer offer = offer(expected, found.migration());
      if (isBetter(offer)) {
        Running migration = offer.migration();
        expected =
            expected
                .changed(migration.path(), -migration.rate().bitsPerSecond())
                .changed(offer.path(), offer.there());
        moves.put(migration.name(), new Decision.Move(migration.name(), offer.path(), why(offer)));
      }
    }
    return moves;
  }

  private static Offer offer(NetworkLoad load, Running migration) {
    NetworkLoad without = load.changed(migration.path(), -migration.rate().bitsPerSecond());
    long limit = migration.limit().bitsPerSecond();
    long here = Math.min(limit, WidestPath.width(without, migration.path()));
    long enough = limit + (long) (LEAST_GAIN * load.capacity(migration.path()));
    Path widest = WidestPath.between(without, migration.path(), enough);
    long room = WidestPath.width(without, widest);
    boolean clear = room - here > LEAST_GAIN * load.capacity(widest);
    return new Offer(migration, widest, clear, here, Math.min(limit, room));
  }

  private boolean isBetter(Offer offer) {
    return offer.migration().rate().bitsPerSecond() >= IN_USE * offer.here()
        && offer.clear()
        && offer.there() > (1 + margin) * offer.here();
  }

  private static String why(Offer offer) {
    return "its path gives "
        + BitRate.ofBitsPerSecond(offer.here())
        + ", "
        + String.join("–", offer.path().route().nodes())
        + " would give "
        + BitRate.ofBitsPerSecond(offer.there());
  }
}
