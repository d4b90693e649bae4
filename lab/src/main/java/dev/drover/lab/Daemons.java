package dev.drover.lab;

import dev.drover.lab.observe.ObserverMain;
import dev.drover.xia.daemon.XiaMain;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the lab's own Java processes, small and quick to start. */
final class Daemons {
  static final String AGENT = "dev.drover.host.HostMain";
  static final String EDGE = "dev.drover.host.EdgeMain";
  static final String SDN = "dev.drover.sdn.SdnMain";
  static final String XIA = XiaMain.class.getName();
  static final String OBSERVER = ObserverMain.class.getName();

  /** Starts a program again whenever it ends. */
  private static final String LOOP = "while :; do \"$@\"; sleep 0.3; done";

  private Daemons() {}

  /**
   * {@return {@code command} run for ever inside a network namespace, with a {@code /sys} that
   * shows the namespace's own devices}
   *
   * @param nice scheduling priority, -20 first to 19 last
   */
  static List<String> forever(String namespace, int nice, List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of("ip", "netns", "exec", namespace, "nice", "-n", Integer.toString(nice)));
    line.addAll(List.of("sh", "-c", LOOP, "daemon"));
    line.addAll(command);
    return line;
  }
}
