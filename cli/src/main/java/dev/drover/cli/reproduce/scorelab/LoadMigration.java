package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One migration. Of one that did not end, times and sizes are not a number.
 *
 * @param forth from the first host to the second, or back
 * @param ended whether the VM moved within the time that it was given
 * @param totalTime from the start command until the source may be switched off, in seconds
 * @param downtime as QEMU tells it, in milliseconds
 * @param probedDowntime the longest time between two replies to the client, in milliseconds
 * @param megabytes migration traffic, 10⁶ bytes
 * @param rounds passes over memory
 * @param seconds for which the background was there, before and after the migration too
 * @param sent its datagrams in that time
 * @param lost of these
 */
record LoadMigration(
    LoadCase point,
    boolean forth,
    boolean ended,
    double totalTime,
    double downtime,
    double probedDowntime,
    double megabytes,
    double rounds,
    double seconds,
    double sent,
    double lost) {
  private static final String RESERVED = "reserved";
  private static final String PERCENT = "percent";
  private static final String FORTH = "forth";
  private static final String ENDED = "ended";
  private static final String TOTAL_TIME = "total_time_s";
  private static final String DOWNTIME = "downtime_ms";
  private static final String PROBED = "probed_downtime_ms";
  private static final String MEGABYTES = "megabytes";
  private static final String ROUNDS = "rounds";
  private static final String SECONDS = "background_s";
  private static final String SENT = "background_datagrams";
  private static final String LOST = "background_lost";

  /**
   * {@return what of the background did not arrive, in per cent of what it was to send in all its
   * time} What it was kept from sending counts as what was lost.
   */
  double backgroundLost() {
    return 100 * (1 - (sent - lost) / (LoadTrial.datagrams(point.percent()) * seconds));
  }

  /** {@return these, in this order, as an outcome's measures} */
  static Outcome outcome(List<LoadMigration> migrations) {
    TreeMap<String, Double> measures = new TreeMap<>();
    for (int i = 0; i < migrations.size(); i++) {
      String before = before(i);
      migrations.get(i).fields().forEach((name, value) -> measures.put(before + name, value));
    }
    return new Outcome(measures, List.of());
  }

  /** {@return the migrations of which an outcome tells, in their order} */
  static List<LoadMigration> of(Outcome outcome) {
    List<LoadMigration> migrations = new ArrayList<>();
    while (outcome.measures().containsKey(before(migrations.size()) + RESERVED)) {
      migrations.add(of(outcome, before(migrations.size())));
    }
    return migrations;
  }

  private static String before(int number) {
    return String.format(Locale.ROOT, "m%03d_", number);
  }

  private Map<String, Double> fields() {
    return Map.ofEntries(
        Map.entry(RESERVED, point.way() == LoadCase.Way.RESERVED ? 1.0 : 0.0),
        Map.entry(PERCENT, (double) point.percent()),
        Map.entry(FORTH, forth ? 1.0 : 0.0),
        Map.entry(ENDED, ended ? 1.0 : 0.0),
        Map.entry(TOTAL_TIME, totalTime),
        Map.entry(DOWNTIME, downtime),
        Map.entry(PROBED, probedDowntime),
        Map.entry(MEGABYTES, megabytes),
        Map.entry(ROUNDS, rounds),
        Map.entry(SECONDS, seconds),
        Map.entry(SENT, sent),
        Map.entry(LOST, lost));
  }

  private static LoadMigration of(Outcome outcome, String before) {
    LoadCase.Way way =
        outcome.measure(before + RESERVED) > 0 ? LoadCase.Way.RESERVED : LoadCase.Way.PLAIN;
    return new LoadMigration(
        new LoadCase((int) outcome.measure(before + PERCENT), way),
        outcome.measure(before + FORTH) > 0,
        outcome.measure(before + ENDED) > 0,
        outcome.measure(before + TOTAL_TIME),
        outcome.measure(before + DOWNTIME),
        outcome.measure(before + PROBED),
        outcome.measure(before + MEGABYTES),
        outcome.measure(before + ROUNDS),
        outcome.measure(before + SECONDS),
        outcome.measure(before + SENT),
        outcome.measure(before + LOST));
  }
}
