package dev.drover.simulate.evacuation;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;

/**
 * What hosts, hypervisors, agents and guests take and cost, apart from the network. Figures of
 * {@code decide}'s {@code ModelConstants} were estimates made before there were measurements; these
 * were read off the telemetry of real evacuations, and are the same for every scenario.
 *
 * @param setup from the start command until memory flows
 * @param finish from the last acknowledgement until the source may be switched off
 * @param answer from the end of QEMU's downtime until clients get an answer
 * @param answerInPostCopy the same where the first pages come one by one
 * @param nextGroup from the end of a group, as the controller notices it, until the next start
 * @param reserving the same on top where reservations are changed between
 * @param prepareBeside until the second VM of a group is prepared, counted from the first's start
 * @param prepareNext for each one after the second
 * @param poll how often a running migration is looked at
 * @param replan how often reservations follow the load
 * @param turnPoll how often one that waits for its turn looks
 * @param deviceState sent of the VM beside its memory
 * @param zeros of resident memory, pages that hold nothing but zeros, which cost next to nothing to
 *     send; at most half
 * @param socketBuffer memory handed to the kernel and not sent
 * @param lumpAlone by so much the bytes that QEMU counts in 100 ms differ from the mean (standard
 *     deviation): the kernel takes them in lumps, as its send buffer empties
 * @param lumpTogether the same of several migrations at once, whose flows go up and down; only by
 *     such ups do slow ones ever come under their downtime limit
 * @param leastLimit no limit to QEMU's rate holds below: it sends 130 KB before it looks at its
 *     limit, ten times a second
 * @param dividedMost one stream was seen to get no more through a NIC that is divided, on the
 *     machine that all this was measured on
 * @param hotSet pages of buffers and of the kernel that are written again and again
 * @param hotRate how fast they are written without traffic
 * @param hotPerByteOut and more of it for each byte that the guest sends
 * @param hotPerByteIn or receives
 * @param background written round and round beside it
 * @param backgroundSet in so much memory
 * @param countedIn counters of NICs and taps tell so much for each byte of what tenants receive: it
 *     arrives in single frames, headers and all, while what is sent is counted before it is cut up
 * @param resent post-copy pages sent twice, as a fraction of all
 * @param silentShare the part of post-copy in which the VM answers nobody
 * @param faultLoss the part of its traffic that a VM loses in post-copy, the silent part included
 */
public record WorldFigures(
    Duration setup,
    Duration finish,
    Duration answer,
    Duration answerInPostCopy,
    Duration nextGroup,
    Duration reserving,
    Duration prepareBeside,
    Duration prepareNext,
    Duration poll,
    Duration replan,
    Duration turnPoll,
    Bytes deviceState,
    Bytes zeros,
    Bytes socketBuffer,
    Bytes lumpAlone,
    Bytes lumpTogether,
    BitRate leastLimit,
    BitRate dividedMost,
    Bytes hotSet,
    DirtyRate hotRate,
    double hotPerByteOut,
    double hotPerByteIn,
    DirtyRate background,
    Bytes backgroundSet,
    double countedIn,
    double resent,
    double silentShare,
    double faultLoss) {
  /** QEMU's, before each page. */
  public static final Bytes PAGE_HEADER = Bytes.of(8);

  public WorldFigures {
    fraction("resent", resent);
    fraction("silentShare", silentShare);
    fraction("faultLoss", faultLoss);
    if (faultLoss < silentShare) {
      throw new IllegalArgumentException(
          "faultLoss " + faultLoss + " includes silentShare " + silentShare);
    }
  }

  private static void fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1]: " + value);
    }
  }

  /**
   * {@return what of {@code resident} memory holds more than zeros: half of it, a page, at least}
   */
  public Bytes data(Bytes resident) {
    long least = Math.max(DirtyRate.PAGE.count(), resident.count() / 2);
    return Bytes.of(Math.max(least, resident.minusOrZero(zeros).count()));
  }

  /**
   * {@return what emulated guests of 256 MiB showed on two cores. Read off the telemetry and the
   * counters of the runs of the demo and of the scenarios drawn 6 to 20; a few were corrected after
   * a look at the errors: memory flows 33 to 46 ms after the start command; 43 ms from the last
   * acknowledgement to the end; clients' gaps 96 to 115 ms longer than QEMU's downtime, 220 to 280
   * ms in hybrid; 320 ms between serial groups, of which half a poll, and 430 with reservations; 98
   * to 100 MB sent in the first round of 119 MB resident, 102 of 123, 111 of 136. Without a writer
   * 1.9 to 2.5 MB were dirtied in 4 to 8 s beside the 80 KB/s of the program that keeps the
   * pattern, and 0.2 to 0.46 MB in rounds of 0.1 s. What is counted in 100 ms varies by 6 % at 190
   * Mbit/s and by half at 30. In post-copy (single VMs on 100 Mbit/s) the VM lost 64 to 95 % of its
   * traffic and was silent for 22 to 38 % of the time}
   */
  public static WorldFigures measured() {
    return new WorldFigures(
        Duration.ofMillis(40),
        Duration.ofMillis(45),
        Duration.ofMillis(100),
        Duration.ofMillis(240),
        Duration.ofMillis(295),
        Duration.ofMillis(110),
        Duration.ofMillis(480),
        Duration.ofMillis(110),
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        Duration.ofMillis(10),
        Bytes.of(64 << 10),
        Bytes.of(20_500_000),
        Bytes.of(64 << 10),
        Bytes.of(110_000),
        Bytes.of(190_000),
        BitRate.ofBitsPerSecond(10_400_000),
        BitRate.ofMegabitsPerSecond(174),
        Bytes.of(2_000_000),
        DirtyRate.ofBytesPerSecond(2_000_000),
        0.25,
        0.1,
        DirtyRate.ofPagesPerSecond(20),
        Bytes.ofMebibytes(2),
        1.046,
        0.008,
        0.28,
        0.8);
  }
}
