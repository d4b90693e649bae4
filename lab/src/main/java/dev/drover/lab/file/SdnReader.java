package dev.drover.lab.file;

import dev.drover.model.unit.Durations;
import dev.drover.sdn.api.RoutingNames;
import dev.drover.yaml.Section;
import java.time.Duration;

/** Reads how the controller is to route; every field has a default. */
final class SdnReader {
  private static final String ROUTING = "d-r";
  private static final String WEIGHTS = "bytes";

  /** The paper's (section 4.2). */
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  private SdnReader() {}

  static Sdn read(Section section) {
    String routing = section.optional("routing", RoutingNames::routing).orElse(ROUTING);
    String weights = section.optional("weights", RoutingNames::weights).orElse(WEIGHTS);
    boolean reroute = section.optional("reroute", Words::yes).orElse(false);
    Duration period =
        section.optional("period", text -> Sdn.period(Durations.parse(text))).orElse(PERIOD);
    Duration idleTimeout =
        section
            .optional("idleTimeout", text -> Sdn.idleTimeout(Durations.parse(text)))
            .orElse(IDLE_TIMEOUT);
    boolean tls = section.optional("tls", Words::yes).orElse(false);
    section.end();
    return new Sdn(routing, weights, reroute, period, idleTimeout, tls);
  }
}
