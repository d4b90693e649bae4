package dev.drover.simulate.scenario.file;

import dev.drover.decide.rounds.DowntimeLimit;
import dev.drover.decide.rounds.PreCopyAlgorithm;
import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.RoundLimit;
import dev.drover.decide.rounds.StopCondition;
import dev.drover.decide.rounds.XenStopConditions;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import dev.drover.simulate.migration.MigrationSettings;
import dev.drover.simulate.migration.MigrationTechnique;
import dev.drover.simulate.migration.Pacing;
import dev.drover.simulate.scenario.MigrationPlan;
import dev.drover.simulate.scenario.VmSpec;
import dev.drover.yaml.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads migrations. Fields that mean nothing to a technique are read all the same, so that a
 * technique can be put over a file without taking its others out.
 */
final class MigrationReader {
  private static final List<String> TECHNIQUES =
      List.of("pre-copy", "post-copy", "hybrid", "stop-and-copy");
  private static final List<String> COUPLINGS = List.of("standard", "early-notification");

  /** So many rounds end a migration that does not converge under QEMU's condition alone. */
  private static final int QEMU_ROUNDS = 1000;

  private final Map<String, VmSpec> vms;
  private final List<String> hosts;
  private final Set<String> moved = new TreeSet<>();

  MigrationReader(Map<String, VmSpec> vms, List<String> hosts) {
    this.vms = vms;
    this.hosts = hosts;
  }

  MigrationPlan read(Section section) {
    String vm = Words.oneOf(section, "vm", List.copyOf(vms.keySet()));
    if (!moved.add(vm)) {
      throw section.refuse("vm", "'" + vm + "' is moved twice; keep one of its migrations");
    }
    String destination = Words.oneOf(section, "destination", hosts);
    VmSpec spec = vms.get(vm);
    if (spec != null && destination.equals(spec.host())) {
      throw section.refuse("destination", "'" + vm + "' runs there already; name another host");
    }
    MigrationTechnique technique = technique(section);
    MigrationSettings settings = settings(section);
    int group = section.optional("group", Words::whole).orElse(1);
    Duration start = section.optional("start", Durations::parse).orElse(Duration.ZERO);
    MigrationPlan plan =
        section.checked(
            "group", () -> new MigrationPlan(vm, destination, technique, settings, group, start));
    section.end();
    return plan;
  }

  private static MigrationTechnique technique(Section section) {
    String technique =
        section.has("technique") ? Words.oneOf(section, "technique", TECHNIQUES) : "pre-copy";
    PreCopyAlgorithm algorithm =
        PreCopyAlgorithms.named(
            section.has("algorithm")
                ? Words.oneOf(section, "algorithm", PreCopyAlgorithms.names())
                : PreCopyAlgorithms.names().getFirst());
    RoundCoupling coupling =
        section.has("coupling")
                && Words.oneOf(section, "coupling", COUPLINGS).equals("early-notification")
            ? RoundCoupling.EARLY_NOTIFICATION
            : RoundCoupling.ACKNOWLEDGED;
    StopCondition stop =
        section
            .section("stop", "stop")
            .map(MigrationReader::stop)
            .orElseGet(XenStopConditions::defaults);
    int rounds = section.optional("preCopyRounds", Words::whole).orElse(1);
    return switch (technique) {
      case "pre-copy" -> new MigrationTechnique.PreCopy(algorithm, stop, coupling);
      case "post-copy" -> new MigrationTechnique.PostCopy();
      case "hybrid" ->
          section.checked(
              "preCopyRounds",
              () -> new MigrationTechnique.Hybrid(algorithm, new RoundLimit(rounds), coupling));
      default -> new MigrationTechnique.StopAndCopy();
    };
  }

  private static StopCondition stop(Section section) {
    boolean qemu =
        section.has("conditions")
            && Words.oneOf(section, "conditions", List.of("xen", "qemu")).equals("qemu");
    StopCondition stop =
        qemu
            ? section.checked("downtime", () -> qemu(section))
            : section.checked("rounds", () -> xen(section));
    section.end();
    return stop;
  }

  private static StopCondition qemu(Section section) {
    Duration limit = section.optional("downtime", Durations::parse).orElse(DowntimeLimit.QEMU);
    int rounds = section.optional("rounds", Words::whole).orElse(QEMU_ROUNDS);
    return new DowntimeLimit(limit).or(new RoundLimit(rounds));
  }

  /** A condition written as {@code off} is not looked at; one that is absent is Xen's own. */
  private static StopCondition xen(Section section) {
    XenStopConditions xen = XenStopConditions.defaults();
    if (section.has("rounds")) {
      xen =
          xen.withMaxRounds(
              set(section, "rounds")
                  ? OptionalInt.of(section.required("rounds", Words::whole))
                  : OptionalInt.empty());
    }
    if (section.has("threshold")) {
      xen =
          xen.withThreshold(
              set(section, "threshold")
                  ? Optional.of(section.required("threshold", Bytes::parse))
                  : Optional.empty());
    }
    if (section.has("traffic")) {
      xen =
          xen.withTrafficFactor(
              set(section, "traffic")
                  ? OptionalDouble.of(section.required("traffic", Words::decimal))
                  : OptionalDouble.empty());
    }
    return xen.withDirtyRate(section.optional("dirtyRate", Words::onOff).orElse(xen.dirtyRate()));
  }

  private static boolean set(Section section, String field) {
    return !section.text(field).equals("off");
  }

  private static MigrationSettings settings(Section section) {
    MigrationSettings base = MigrationSettings.DEFAULT;
    Duration preparation =
        section.optional("preparation", Durations::parse).orElse(base.times().preparation());
    Duration roundPreparation =
        section
            .optional("roundPreparation", Durations::parse)
            .orElse(base.times().roundPreparation());
    Duration resume = section.optional("resume", Durations::parse).orElse(base.times().resume());
    Bytes pageHeader = section.optional("pageHeader", Bytes::parse).orElse(base.pageHeader());
    Bytes deviceState = section.optional("deviceState", Bytes::parse).orElse(base.deviceState());
    Optional<BitRate> ceiling = section.optional("ceiling", BitRate::parse);
    if (ceiling.isPresent() && ceiling.get().bitsPerSecond() == 0) {
      throw section.refuse(
          "ceiling", "'ceiling' is 0, nothing would ever move; raise or remove it");
    }
    boolean slices =
        section.has("pacing")
            && Words.oneOf(section, "pacing", List.of("smooth", "slices")).equals("slices");
    MigrationSettings settings =
        base.withTimes(preparation, roundPreparation, resume)
            .withEncoding(pageHeader, deviceState)
            .withPacing(slices ? Pacing.Slices.QEMU : new Pacing.Smooth());
    return ceiling.map(settings::withCeiling).orElse(settings);
  }
}
