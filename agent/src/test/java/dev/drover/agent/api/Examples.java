package dev.drover.agent.api;

import dev.drover.agent.api.IncomingStatus.Fate;
import dev.drover.agent.api.MigrationStatus.PhaseEntry;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.calls.CallException;
import dev.drover.calls.Refusal;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.RoundRate;
import dev.drover.model.RoundSample;
import dev.drover.model.Sla;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One of everything that travels. */
final class Examples {
  static final Traffic TRAFFIC =
      new Traffic(BitRate.ofMegabitsPerSecond(10), BitRate.ofBitsPerSecond(7));
  static final VmSpec SPEC =
      new VmSpec(
          "web",
          Bytes.ofMebibytes(256),
          1,
          Priority.HIGH,
          new Sla(BitRate.ofMegabitsPerSecond(40), BitRate.ofMegabitsPerSecond(80)),
          "52:54:00:00:00:01",
          "10.77.1.1",
          "/boot/vmlinuz",
          "/images/guest.gz",
          List.of("quiet", "ip=10.77.1.1"),
          Optional.of(new VmDisk(Bytes.ofMebibytes(64), Optional.of("/images/web.raw"))));
  static final VmStatus VM =
      new VmStatus(
          SPEC,
          VmState.RUNNING,
          Role.OWNER,
          TRAFFIC,
          Bytes.ofMebibytes(100),
          Optional.of(DirtyRate.ofBytesPerSecond(4096)),
          Optional.empty(),
          Optional.of("m1"));
  static final MigrationStatus MIGRATION =
      new MigrationStatus(
          "m1",
          "web",
          "h1",
          "h2",
          Technique.PRE_COPY,
          1_700_000_000_000L,
          List.of(new PhaseEntry("setup", 1_700_000_000_001L)),
          List.of(
              new RoundSample(
                  Duration.ofNanos(1_500_000_001),
                  1,
                  Bytes.of(5),
                  Bytes.of(6),
                  DirtyRate.ofBytesPerSecond(7),
                  BitRate.ofBitsPerSecond(8),
                  Duration.ofMillis(300),
                  "pre-copy")),
          List.of(
              new RoundRate(
                  Duration.ofMillis(1400),
                  2,
                  DirtyRate.ofBytesPerSecond(7),
                  BitRate.ofMegabitsPerSecond(200),
                  BitRate.ofMegabitsPerSecond(80),
                  BitRate.ofMegabitsPerSecond(150),
                  BitRate.ofMegabitsPerSecond(60),
                  BitRate.ofMegabitsPerSecond(120))),
          List.of(
              new RelayRound(
                  1,
                  Duration.ofMillis(900),
                  Bytes.of(10),
                  Duration.ofNanos(350_000),
                  Bytes.of(11),
                  Bytes.of(14_480),
                  Bytes.of(28_960),
                  2,
                  Duration.ofNanos(210_000))),
          Bytes.of(9),
          Duration.ofMillis(5300),
          Duration.ofNanos(41_250_000),
          Optional.of(new DiskCopy(Bytes.of(1), Bytes.of(3), Duration.ofMillis(1500))),
          Optional.of(new MigrationOutcome.Failed("pre-copy", "link down", "h1")));

  private Examples() {}

  static Stream<Object> all() {
    return Stream.of(
        SPEC,
        VM,
        MIGRATION,
        new HostStatus(
            "h1",
            "10.77.0.1",
            Bytes.ofMebibytes(2048),
            Bytes.ofMebibytes(1024),
            BitRate.ofMegabitsPerSecond(200),
            TRAFFIC,
            Traffic.NONE,
            "QEMU 7.2.22 (tcg)",
            List.of(VM)),
        new DirtyReport(DirtyRate.ofBytesPerSecond(1), Bytes.of(2)),
        new PrepareRequest("m1", SPEC, "h1", Technique.HYBRID, TransferOptions.PLAIN),
        new PrepareReply("10.77.0.2", 4444),
        new PrepareReply(
            "10.77.0.2",
            4444,
            Optional.of(new PrepareReply.Disk("10.77.0.2", 4445, Optional.of("0a1b")))),
        new PrepareReply("10.77.0.2", 4444).in(Optional.of("AD:0123")).asking(Optional.of("0a1b")),
        new StartRequest(
            "m1",
            "web",
            "h2",
            "https://10.99.0.12:7443",
            new PrepareReply("10.77.0.2", 4444),
            Technique.POST_COPY,
            Optional.of(BitRate.ofMegabitsPerSecond(100)),
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            new TransferOptions(Optional.of("bda"), Transport.RELAY, true, 1)),
        new AdjustRequest(Optional.empty(), Optional.of(Duration.ofMillis(500)), true),
        new Sample(
            1_700_000_000_000L,
            TRAFFIC,
            Traffic.NONE,
            new TreeMap<>(java.util.Map.of("web", TRAFFIC))),
        new Reservation(
            "h1",
            TrafficClass.OUTGOING,
            BitRate.ofMegabitsPerSecond(70),
            BitRate.ofMegabitsPerSecond(100),
            true,
            BitRate.ofMegabitsPerSecond(30),
            List.of(new TenantShare("web", BitRate.ofMegabitsPerSecond(20)))),
        new PeerAgent.SourceHello("web", "h1", "https://10.99.0.11:7443", 3),
        new PeerAgent.XiaRegistration("0a1b"),
        new IncomingStatus("m1", Fate.TAKEN_OVER, VmState.RUNNING, true),
        new Refusal("no room", CallException.Kind.REFUSED),
        new HttpAgentClient.CancelReply(true),
        new HttpAgentClient.Nothing());
  }
}
