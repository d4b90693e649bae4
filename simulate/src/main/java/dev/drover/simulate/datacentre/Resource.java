package dev.drover.simulate.datacentre;

/**
 * Something of which every server has so much and every VM takes so much: memory in MiB, CPU in
 * hundredths of a core. Whole numbers, so that what is free is exact however often VMs move.
 */
public final class Resource {
  private final String name;
  private final int[] ofServer;
  private final int[] ofVm;

  /** The arrays are kept, not copied. */
  public Resource(String name, int[] ofServer, int[] ofVm) {
    this.name = name;
    this.ofServer = checked(name, ofServer);
    this.ofVm = checked(name, ofVm);
  }

  private static int[] checked(String name, int[] amounts) {
    for (int amount : amounts) {
      if (amount < 0) {
        throw new IllegalArgumentException(name + " must not be negative: " + amount);
      }
    }
    return amounts;
  }

  public String name() {
    return name;
  }

  /** {@return how much a server has} */
  public int ofServer(int server) {
    return ofServer[server];
  }

  /** {@return how much a VM takes} */
  public int ofVm(int vm) {
    return ofVm[vm];
  }

  int[] freeServers() {
    return ofServer.clone();
  }
}
