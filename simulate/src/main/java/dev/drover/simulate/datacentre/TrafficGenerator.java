package dev.drover.simulate.datacentre;

import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.kernel.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws the traffic that a {@link TrafficModel} describes. Every VM gets as many ends of pairs as
 * it has peers; ends within a tenant are joined by lot, those left over and those of the background
 * are joined by lot with those of all. VMs get their numbers by lot too: a number tells nothing of
 * the tenant. The same seed gives the same traffic.
 */
public final class TrafficGenerator {
  /** How often another partner is tried before an end is left over. */
  private static final int TRIES = 8;

  private final TrafficModel model;
  private final int vms;
  private final SplittableRandom sizes;
  private final SplittableRandom random;
  private final SplittableRandom rates;

  private TrafficGenerator(TrafficModel model, int vms, long seed) {
    this.model = model;
    this.vms = vms;
    Seeds seeds = new Seeds(seed);
    this.sizes = new SplittableRandom(seeds.seed("tenants"));
    this.random = new SplittableRandom(seeds.seed("pairs"));
    this.rates = new SplittableRandom(seeds.seed("rates"));
  }

  /** {@return the traffic of {@code vms} VMs, with whose they are} */
  public static Tenants draw(TrafficModel model, int vms, long seed) {
    if (vms < 1) {
      throw new IllegalArgumentException("there must be a VM: " + vms);
    }
    return new TrafficGenerator(model, vms, seed).draw();
  }

  private Tenants draw() {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms);
    int[] numbers = numbers();
    int[] starts = new int[vms / model.smallestTenant() + 2];
    Stubs everybody = new Stubs();
    Stubs own = new Stubs();
    int tenants = 0;
    for (int from = 0; from < vms; tenants++) {
      int size = Math.min(tenantSize(), vms - from);
      starts[tenants + 1] = from + size;
      join(builder, numbers, from, size, own, everybody);
      from += size;
    }
    background(builder, everybody);
    return new Tenants(builder.build(), numbers, Arrays.copyOf(starts, tenants + 1));
  }

  private int[] numbers() {
    int[] numbers = new int[vms];
    for (int i = 1; i < vms; i++) {
      int j = random.nextInt(i + 1);
      numbers[i] = numbers[j];
      numbers[j] = i;
    }
    return numbers;
  }

  private int tenantSize() {
    double size =
        model.smallestTenant() * Math.pow(1 - sizes.nextDouble(), -1 / model.tenantShape());
    return (int) Math.min(size, model.largestTenant());
  }

  private int peers() {
    double peers = model.medianPeers() * Math.exp(model.peersSpread() * random.nextGaussian());
    return (int) Math.max(1, Math.min(Math.round(peers), model.mostPeers()));
  }

  private void join(
      TrafficGraph.Builder builder, int[] numbers, int from, int size, Stubs own, Stubs everybody) {
    own.clear();
    for (int i = 0; i < size; i++) {
      for (int peers = peers(); peers > 0; peers--) {
        if (random.nextDouble() < model.background()) {
          everybody.add(numbers[from + i]);
        } else {
          own.add(i);
        }
      }
    }
    own.shuffle(random);
    double rate = model.medianRate() * Math.exp(model.tenantSpread() * rates.nextGaussian());
    long[] joined = new long[(size * size + Long.SIZE - 1) / Long.SIZE];
    for (int i = 0; i < own.size(); i += 2) {
      for (int tries = 0; tries < TRIES && i + 2 < own.size(); tries++) {
        if (free(joined, size, own.get(i), own.get(i + 1))) {
          break;
        }
        own.swap(i + 1, random.nextInt(i + 2, own.size()));
      }
      int one = own.get(i);
      if (i + 1 < own.size() && free(joined, size, one, own.get(i + 1))) {
        int other = own.get(i + 1);
        mark(joined, size * one + other);
        mark(joined, size * other + one);
        builder.add(numbers[from + one], numbers[from + other], rate * pairFactor());
      } else {
        everybody.add(numbers[from + one]);
        if (i + 1 < own.size()) {
          everybody.add(numbers[from + own.get(i + 1)]);
        }
      }
    }
  }

  private static boolean free(long[] joined, int size, int one, int other) {
    int bit = size * one + other;
    return one != other && (joined[bit >>> 6] & 1L << bit) == 0;
  }

  private static void mark(long[] joined, int bit) {
    joined[bit >>> 6] |= 1L << bit;
  }

  private void background(TrafficGraph.Builder builder, Stubs everybody) {
    everybody.shuffle(random);
    double median = model.medianRate() * model.backgroundRate();
    for (int i = 0; i + 1 < everybody.size(); i += 2) {
      if (everybody.get(i) != everybody.get(i + 1)) {
        double tenant = Math.exp(model.tenantSpread() * rates.nextGaussian());
        builder.add(everybody.get(i), everybody.get(i + 1), median * tenant * pairFactor());
      }
    }
  }

  private double pairFactor() {
    return Math.exp(model.pairSpread() * rates.nextGaussian());
  }
}
