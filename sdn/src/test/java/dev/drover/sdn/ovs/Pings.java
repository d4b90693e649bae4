package dev.drover.sdn.ovs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Probes of another host, so far apart that those of a stall of seconds fit into a buffer. */
public final class Pings {
  private static final Pattern ANSWER = Pattern.compile("\\[(\\d+)\\], \\d+ bytes");

  /** At 10 ms apart, a port of a user-space switch that stands still is full after 2.7 s. */
  private static final int PERIOD_MS = 20;

  /** An answer that comes late has come. fping knows a probe of 10 s ago no more. */
  private static final int LATE_MS = 9000;

  private final Process process;
  private final int count;

  private Pings(Process process, int count) {
    this.process = process;
    this.count = count;
  }

  /** Starts {@code count} probes from one host to another. */
  public static Pings start(OvsRig rig, int from, int to, int count) throws IOException {
    return start(rig, from, to, count, LATE_MS);
  }

  private static Pings start(OvsRig rig, int from, int to, int count, int lateMs)
      throws IOException {
    return new Pings(
        rig.onHost(
                from,
                "fping",
                "-c",
                Integer.toString(count),
                "-p",
                Integer.toString(PERIOD_MS),
                "-t",
                Integer.toString(lateMs),
                rig.address(to))
            .redirectErrorStream(true)
            .start(),
        count);
  }

  /** Probes until an answer comes. */
  public static void untilAnswered(OvsRig rig, int from, int to)
      throws IOException, InterruptedException {
    while (start(rig, from, to, 1, 500).lost() > 0) {
      // The one before was lost, or is late.
    }
  }

  /** Waits until all are sent and answered or late; {@return how many got no answer} */
  public int lost() throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    BitSet answered = new BitSet(count);
    Matcher matcher = ANSWER.matcher(text);
    while (matcher.find()) {
      answered.set(Integer.parseInt(matcher.group(1)));
    }
    return count - answered.cardinality();
  }
}
