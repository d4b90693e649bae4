package dev.drover.lab.image;

/** Where every guest answers; the guest's {@code init} carries the same numbers. */
public final class GuestPorts {
  /** TCP: {@code CHECK} verifies the pattern in the guest's memory. */
  public static final int PATTERN = 7008;

  /** TCP: {@code CHECK} verifies what the guest has written to its disk. */
  public static final int DISK = 7009;

  /** TCP and UDP: the calculation service. */
  public static final int CALCULATION = 7010;

  /** TCP: what the guest's load has done so far. */
  public static final int LOAD = 7011;

  /** TCP: iperf3 server. */
  public static final int BULK = 5201;

  /** TCP: memcached. */
  public static final int MEMCACHED = 11211;

  private GuestPorts() {}
}
