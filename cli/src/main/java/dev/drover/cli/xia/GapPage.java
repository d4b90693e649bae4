package dev.drover.cli.xia;

import dev.drover.cli.xia.ClientGap.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A hand-over as clients saw it, for people. */
final class GapPage {
  private GapPage() {}

  /** {@return a line a figure} */
  static List<String> lines(Seen seen) {
    List<String> lines = new ArrayList<>();
    lines.add(
        seen.split()
            .map(split ->
                "gap of %.1f ms: freeze %.1f, rebind %.1f, first reply %.1f"
                    .formatted(
                        split.totalMs(), split.freezeMs(), split.rebindMs(), split.firstReplyMs()))
            .orElse("no gap was seen: the VM was not handed over, or has not answered since"));
    lines.add("longest between two replies to probes   " + text(Optional.of(seen.probeGap())));
    if (seen.streamGap().isPresent()) {
      lines.add("longest between two answers, stream     " + text(seen.streamGap()));
      lines.add("longest between two answers, datagrams  " + text(seen.datagramGap()));
      lines.add(
          "answers lost %d, wrong %d; streams broken %d"
              .formatted(seen.lost(), seen.wrong(), seen.broken()));
    }
    return lines;
  }

  private static String text(Optional<Duration> time) {
    return time.map(t -> String.format(Locale.ROOT, "%7.1f ms", t.toNanos() / 1e6)).orElse("-");
  }
}
