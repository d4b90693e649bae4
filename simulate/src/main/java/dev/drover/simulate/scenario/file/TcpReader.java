package dev.drover.simulate.scenario.file;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import dev.drover.simulate.packet.CongestionControl;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.yaml.Section;
import java.time.Duration;
import java.util.List;

/** Reads TCP's settings: a base, and what differs from it. */
final class TcpReader {
  private TcpReader() {}

  static TcpConfig read(Section section) {
    TcpConfig base =
        section.has("base")
                && Words.oneOf(section, "base", List.of("linux", "standard")).equals("standard")
            ? TcpConfig.standard()
            : TcpConfig.linux();
    var variant = section.optional("variant", TcpReader::variant).orElse(base.variant());
    int maxSegment = section.optional("maxSegment", Words::whole).orElse(base.maxSegment());
    int initialWindow =
        section.optional("initialWindow", Words::whole).orElse(base.initialWindow());
    long receiveWindow =
        section
            .optional("receiveWindow", Bytes::parse)
            .map(Bytes::count)
            .orElse(base.receiveWindow());
    boolean sack = section.optional("sack", Words::onOff).orElse(base.sack());
    var recovery =
        Words.constant(section, "recovery", TcpConfig.Recovery.class).orElse(base.recovery());
    var halved = Words.constant(section, "halved", TcpConfig.Halved.class).orElse(base.halved());
    boolean rescue = section.optional("rescue", Words::onOff).orElse(base.rescue());
    boolean limitedTransmit =
        section.optional("limitedTransmit", Words::onOff).orElse(base.limitedTransmit());
    int delayedSegments =
        section.optional("delayedSegments", Words::whole).orElse(base.delayedSegments());
    int quickSegments =
        section.optional("quickSegments", Words::whole).orElse(base.quickSegments());
    Duration delayedTimeout = time(section, "delayedTimeout", base.delayedTimeout());
    Duration initialTimeout = time(section, "initialTimeout", base.initialTimeout());
    Duration minTimeout = time(section, "minTimeout", base.minTimeout());
    boolean byteCounting =
        section.optional("byteCounting", Words::onOff).orElse(base.byteCounting());
    boolean rackTlp = section.optional("rackTlp", Words::onOff).orElse(base.rackTlp());
    boolean pacing = section.optional("pacing", Words::onOff).orElse(base.pacing());
    var idleRestart =
        Words.constant(section, "idleRestart", TcpConfig.IdleRestart.class)
            .orElse(base.idleRestart());
    TcpConfig tcp =
        section.checked(
            "base",
            () ->
                new TcpConfig(
                    variant,
                    maxSegment,
                    initialWindow,
                    receiveWindow,
                    sack,
                    recovery,
                    halved,
                    rescue,
                    limitedTransmit,
                    delayedSegments,
                    quickSegments,
                    delayedTimeout,
                    initialTimeout,
                    minTimeout,
                    byteCounting,
                    rackTlp,
                    pacing,
                    idleRestart));
    section.end();
    return tcp;
  }

  private static Duration time(Section section, String field, Duration base) {
    return section.optional(field, Durations::parse).orElse(base);
  }

  private static CongestionControl.Variant variant(String text) {
    return switch (text) {
      case "newreno" -> CongestionControl.Variant.NEW_RENO;
      case "cubic" -> CongestionControl.Variant.CUBIC;
      default ->
          throw new IllegalArgumentException("'" + text + "' is unknown; use newreno or cubic");
    };
  }
}
