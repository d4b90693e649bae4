package dev.drover.cli.sdn;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.HostStatus;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import java.util.ArrayList;
import java.util.List;

/** Networks as a controller could tell of them. */
final class SampleNetworks {
  private SampleNetworks() {}

  static final NetworkStatus EMPTY =
      new NetworkStatus("d-r", List.of(), List.of(), List.of(), List.of());

  /** Three leaves with two hosts each, two spines; h4 sends to h1, h5 to h2. */
  static NetworkStatus leafSpine() {
    List<SwitchStatus> switches = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      switches.add(new SwitchStatus("leaf" + i, i, true, 4));
    }
    switches.add(new SwitchStatus("spine1", 11, true, 3));
    switches.add(new SwitchStatus("spine2", 12, false, 3));
    List<LinkStatus> links = new ArrayList<>();
    for (int leaf = 1; leaf <= 3; leaf++) {
      for (int spine = 1; spine <= 2; spine++) {
        links.add(link("leaf" + leaf, "spine" + spine, leaf * 20L, spine * 90L, leaf == spine));
      }
    }
    List<HostStatus> hosts = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      hosts.add(
          new HostStatus(
              "h" + i,
              "10.77.0." + i,
              "0a:00:00:00:00:0" + i,
              "leaf" + ((i - 1) / 2 + 1),
              i,
              mega(200),
              mega(i * 30L),
              mega(1)));
    }
    return new NetworkStatus(
        "d-r",
        switches,
        links,
        hosts,
        List.of(
            new PathStatus(
                "h4",
                "h1",
                "",
                List.of("leaf2", "spine1", "leaf1"),
                Bytes.ofMebibytes(120),
                mega(95),
                "m-7"),
            new PathStatus(
                "h5",
                "h2",
                "tcp 40000>49152",
                List.of("leaf3", "spine2", "leaf1"),
                Bytes.ofMebibytes(12),
                mega(18),
                "")));
  }

  /** The k-ary fat tree of Al-Fares et al.: k pods of k switches, k²/4 cores, k³/4 hosts. */
  static NetworkStatus fatTree(int k) {
    int half = k / 2;
    List<SwitchStatus> switches = new ArrayList<>();
    List<LinkStatus> links = new ArrayList<>();
    List<HostStatus> hosts = new ArrayList<>();
    for (int pod = 0; pod < k; pod++) {
      for (int i = 0; i < half; i++) {
        switches.add(new SwitchStatus("e" + pod + i, 100 + pod * half + i, true, k));
        switches.add(new SwitchStatus("a" + pod + i, 200 + pod * half + i, true, k));
        for (int j = 0; j < half; j++) {
          int load = 20 * pod + 40 * i + 9 * j;
          links.add(link("e" + pod + i, "a" + pod + j, load, 200 - load, false));
          String core = "c" + (i * half + j);
          links.add(link("a" + pod + i, core, load / 2, load, i == j));
          String name = "h" + pod + i + j;
          hosts.add(
              new HostStatus(
                  name,
                  "10." + pod + "." + i + "." + (j + 2),
                  "0a:00:00:0" + pod + ":0" + i + ":0" + j,
                  "e" + pod + i,
                  j + 1,
                  mega(200),
                  mega(load),
                  mega(load / 3)));
        }
      }
    }
    for (int core = 0; core < half * half; core++) {
      switches.add(new SwitchStatus("c" + core, 300 + core, true, k));
    }
    return new NetworkStatus("d-r", switches, links, hosts, List.of());
  }

  static BitRate mega(long megabits) {
    return BitRate.ofMegabitsPerSecond(megabits);
  }

  private static LinkStatus link(
      String left, String right, long leftToRight, long rightToLeft, boolean taken) {
    return new LinkStatus(
        left, 1, right, 1, mega(200), mega(leftToRight), mega(Math.max(0, rightToLeft)), taken);
  }
}
