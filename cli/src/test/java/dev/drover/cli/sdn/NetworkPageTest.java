package dev.drover.cli.sdn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.terminal.Screen;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetworkPageTest {
  private static final Screen PIPED = new Screen(false, Screen.UNBOUNDED, false, false);

  @Test
  void topology_leafSpine_drawsTiersHostsAndLinks() {
    assertThat(new NetworkPage(SampleNetworks.leafSpine(), PIPED).topology())
        .containsExactly(
            "Routing d-r: 5 switches, 6 links, 6 hosts, 2 paths",
            "switch spine2 has left",
            "",
            "top     [spine1]  [spine2]",
            "edge    [leaf1]  [leaf2]  [leaf3]",
            "        h1  15%  h3  45%  h5  75%",
            "        h2  30%  h4  60%  h6  90%",
            "",
            "link             capacity        ->  load                <-  load         taken",
            "--------------  ---------  --------  -----------  ---------  -----------  -----",
            "leaf1 - spine1  200Mbit/s  20Mbit/s  #.....  10%   90Mbit/s  ###...  45%  yes",
            "leaf1 - spine2  200Mbit/s  20Mbit/s  #.....  10%  180Mbit/s  #####.  90%",
            "leaf2 - spine1  200Mbit/s  40Mbit/s  #.....  20%   90Mbit/s  ###...  45%",
            "leaf2 - spine2  200Mbit/s  40Mbit/s  #.....  20%  180Mbit/s  #####.  90%  yes",
            "leaf3 - spine1  200Mbit/s  60Mbit/s  ##....  30%   90Mbit/s  ###...  45%",
            "leaf3 - spine2  200Mbit/s  60Mbit/s  ##....  30%  180Mbit/s  #####.  90%");
  }

  @Test
  void paths_areListedWithTheirSwitches() {
    assertThat(new NetworkPage(SampleNetworks.leafSpine(), PIPED).paths())
        .containsExactly(
            "Routing d-r: 5 switches, 6 links, 6 hosts, 2 paths",
            "switch spine2 has left",
            "",
            "from  to      rate    sent  of               over",
            "----  --  --------  ------  ---------------  ----------------------",
            "h4    h1  95Mbit/s  120MiB  migration m-7    leaf2 -> spine1 -> leaf1",
            "h5    h2  18Mbit/s   12MiB  tcp 40000>49152  leaf3 -> spine2 -> leaf1");
  }

  @Test
  void stats_listLinksAndHosts() {
    assertThat(new NetworkPage(SampleNetworks.leafSpine(), PIPED).stats())
        .containsExactly(
            "Routing d-r: 5 switches, 6 links, 6 hosts, 2 paths",
            "switch spine2 has left",
            "",
            "link             capacity        ->  load                <-  load         taken",
            "--------------  ---------  --------  -----------  ---------  -----------  -----",
            "leaf1 - spine1  200Mbit/s  20Mbit/s  #.....  10%   90Mbit/s  ###...  45%  yes",
            "leaf1 - spine2  200Mbit/s  20Mbit/s  #.....  10%  180Mbit/s  #####.  90%",
            "leaf2 - spine1  200Mbit/s  40Mbit/s  #.....  20%   90Mbit/s  ###...  45%",
            "leaf2 - spine2  200Mbit/s  40Mbit/s  #.....  20%  180Mbit/s  #####.  90%  yes",
            "leaf3 - spine1  200Mbit/s  60Mbit/s  ##....  30%   90Mbit/s  ###...  45%",
            "leaf3 - spine2  200Mbit/s  60Mbit/s  ##....  30%  180Mbit/s  #####.  90%",
            "",
            "host  at        capacity       sent  load         received  load",
            "----  -------  ---------  ---------  -----------  --------  -----------",
            "h1    leaf1:1  200Mbit/s   30Mbit/s  #.....  15%   1Mbit/s  ......   1%",
            "h2    leaf1:2  200Mbit/s   60Mbit/s  ##....  30%   1Mbit/s  ......   1%",
            "h3    leaf2:3  200Mbit/s   90Mbit/s  ###...  45%   1Mbit/s  ......   1%",
            "h4    leaf2:4  200Mbit/s  120Mbit/s  ####..  60%   1Mbit/s  ......   1%",
            "h5    leaf3:5  200Mbit/s  150Mbit/s  #####.  75%   1Mbit/s  ......   1%",
            "h6    leaf3:6  200Mbit/s  180Mbit/s  #####.  90%   1Mbit/s  ......   1%");
  }

  @Test
  void everyPage_fitsItsScreen() {
    for (int width : List.of(40, 60, 80, 120)) {
      Screen screen = new Screen(true, width, false, true);
      for (NetworkPage page :
          List.of(
              new NetworkPage(SampleNetworks.leafSpine(), screen),
              new NetworkPage(SampleNetworks.fatTree(4), screen))) {
        for (List<String> lines : List.of(page.topology(), page.paths(), page.stats())) {
          assertThat(lines).allMatch(line -> line.length() <= width);
        }
      }
    }
  }

  @Test
  void everyPage_ofLeafSpine_isATableIn80Columns() {
    NetworkPage page =
        new NetworkPage(SampleNetworks.leafSpine(), new Screen(true, 80, false, true));

    for (List<String> lines : List.of(page.topology(), page.paths(), page.stats())) {
      assertThat(lines).anyMatch(line -> line.startsWith("─"));
    }
  }

  @Test
  void emptyNetwork_saysSo() {
    NetworkPage page = new NetworkPage(SampleNetworks.EMPTY, PIPED);

    assertThat(page.topology())
        .containsExactly(
            "Routing d-r: 0 switches, 0 links, 0 hosts, 0 paths", "", "No switch has joined.");
    assertThat(page.paths()).endsWith("No path is in use.");
    assertThat(page.stats()).contains("No link is known.", "No host is known.");
  }
}
