package dev.drover.xia.chunk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The cache policies by name; another one is one class and one line here. */
public final class CachePolicies {
  /** After how many cached packets the prototype forgets what was used (notes 3.7). */
  public static final int PROTOTYPE_REFRESH = 1_000_000;

  private static final Map<String, Supplier<CachePolicy>> BY_NAME =
      Map.of(
          "fifo", FifoPolicy::new,
          "lru", LruPolicy::new,
          "first", FirstPolicy::new,
          "scan", () -> scan(PROTOTYPE_REFRESH),
          "bypass", BypassPolicy::new);

  private CachePolicies() {}

  /** {@return all names, in alphabetical order} */
  public static List<String> names() {
    return List.copyOf(new TreeMap<>(BY_NAME).keySet());
  }

  /**
   * {@return a new policy}
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  public static CachePolicy named(String name) {
    Supplier<CachePolicy> policy = BY_NAME.get(name);
    if (policy == null) {
      throw new IllegalArgumentException(
          "there is no cache policy '%s'; use one of %s".formatted(name, names()));
    }
    return policy.get();
  }

  /** {@return the prototype's policy with another refresh, in packets of 1,172 bytes} */
  public static CachePolicy scan(int refreshPackets) {
    return new ScanPolicy(refreshPackets);
  }
}
