package dev.drover.sdn.ovs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A probe that asks another host every 10 ms, and what came back. */
public final class Pings {
  private static final Pattern ANSWER = Pattern.compile("\\[(\\d+)\\], \\d+ bytes");
  private static final int PERIOD_MS = 10;

  private final Process process;
  private final int count;

  private Pings(Process process, int count) {
    this.process = process;
    this.count = count;
  }

  /** Starts {@code count} probes from one host to another. */
  public static Pings start(OvsRig rig, int from, int to, int count) throws IOException {
    return new Pings(
        rig.onHost(
                from,
                "fping",
                "-c",
                Integer.toString(count),
                "-p",
                Integer.toString(PERIOD_MS),
                "-t",
                "1000",
                rig.address(to))
            .redirectErrorStream(true)
            .start(),
        count);
  }

  /**
   * What came back.
   *
   * @param lost how many got no answer
   * @param longestGap in which none that was sent got one
   */
  public record Result(int sent, int lost, Duration longestGap) {}

  /** Waits until all are sent. */
  public Result await() throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    BitSet answered = new BitSet(count);
    Matcher matcher = ANSWER.matcher(text);
    while (matcher.find()) {
      answered.set(Integer.parseInt(matcher.group(1)));
    }
    int longest = 0;
    for (int i = answered.nextClearBit(0); i < count; i = answered.nextClearBit(i)) {
      int next = answered.nextSetBit(i);
      int end = next < 0 ? count : next;
      longest = Math.max(longest, end - i);
      i = end;
    }
    return new Result(
        count, count - answered.cardinality(), Duration.ofMillis((long) longest * PERIOD_MS));
  }
}
