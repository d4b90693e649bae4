package dev.drover.simulate.scenario.file;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import dev.drover.simulate.scenario.SizeDistribution;
import dev.drover.simulate.scenario.TrafficSpec;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import dev.drover.simulate.scenario.TrafficSpec.Transport;
import dev.drover.yaml.Located;
import dev.drover.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads background traffic. */
final class TrafficReader {
  private static final List<String> KINDS = List.of("constant", "bulk", "on-off", "arrivals");
  private static final List<String> SIZES =
      List.of("fixed", "uniform", "exponential", "pareto", "empirical");

  /** A full Ethernet frame's worth of UDP payload. */
  private static final Bytes DATAGRAM = Bytes.of(1472);

  private final List<String> hosts;

  TrafficReader(List<String> hosts) {
    this.hosts = hosts;
  }

  TrafficSpec read(Section section, List<TrafficSpec> others) {
    String name = section.required("name", Words::name);
    if (others.stream().anyMatch(other -> other.name().equals(name))) {
      throw section.refuse("name", "'" + name + "' is used twice; give each its own name");
    }
    List<String> sources = hosts(section, "source");
    List<String> destinations = hosts(section, "destination");
    Load load =
        switch (Words.oneOf(section, "kind", KINDS)) {
          case "constant" -> constant(section);
          case "bulk" -> {
            Optional<Bytes> size = section.optional("size", Bytes::parse);
            Optional<BitRate> limit = section.optional("limit", BitRate::parse);
            yield new Load.Bulk(size, limit);
          }
          case "on-off" -> onOff(section);
          default -> {
            double flows = section.required("flows", Words::decimal);
            SizeDistribution size = size(section);
            yield section.checked("flows", () -> new Load.Arrivals(flows, size));
          }
        };
    Duration start = section.optional("start", Durations::parse).orElse(Duration.ZERO);
    Optional<Duration> stop = section.optional("stop", Durations::parse);
    TrafficSpec traffic =
        section.checked(
            "source", () -> new TrafficSpec(name, sources, destinations, load, start, stop));
    section.end();
    return traffic;
  }

  private List<String> hosts(Section section, String field) {
    if (section.isText(field)) {
      String word = section.text(field);
      if (word.equals("all")) {
        return hosts;
      }
      return List.of(Words.oneOf(section, field, hosts));
    }
    List<String> names = new ArrayList<>();
    for (Located.Text item : section.texts(field)) {
      if (!hosts.contains(item.value())) {
        throw section.refuse(field, Words.unknown(field, item.value(), hosts));
      }
      names.add(item.value());
    }
    if (names.isEmpty()) {
      throw section.refuse(
          field, "'" + field + "' is missing; name a host, several in [], or write all");
    }
    return names;
  }

  private static Load constant(Section section) {
    BitRate rate = section.required("rate", BitRate::parse);
    Transport transport = transport(section);
    Bytes datagram = datagram(section);
    return section.checked("rate", () -> new Load.ConstantRate(rate, transport, datagram));
  }

  private static Load onOff(Section section) {
    BitRate rate = section.required("rate", BitRate::parse);
    Transport transport = transport(section);
    Bytes datagram = datagram(section);
    Duration on = section.required("on", Durations::parse);
    Duration off = section.required("off", Durations::parse);
    boolean exponential =
        section.has("times")
            && Words.oneOf(section, "times", List.of("fixed", "exponential")).equals("exponential");
    return section.checked(
        "rate", () -> new Load.OnOff(rate, transport, datagram, on, off, exponential));
  }

  private static Transport transport(Section section) {
    return Words.constant(section, "transport", Transport.class).orElse(Transport.UDP);
  }

  private static Bytes datagram(Section section) {
    Bytes datagram = section.optional("datagram", Bytes::parse).orElse(DATAGRAM);
    if (datagram.count() > 65_507) {
      throw section.refuse("datagram", "'datagram' is above 65507B, UDP's most; lower it");
    }
    return datagram;
  }

  private static SizeDistribution size(Section traffic) {
    if (traffic.isText("size")) {
      Bytes all = traffic.required("size", Bytes::parse);
      return traffic.checked("size", () -> new SizeDistribution.Fixed(all));
    }
    Section section =
        traffic
            .section("size", "size of traffic '" + traffic.text("name") + "'")
            .orElseThrow(() -> traffic.refuse("size", "'size' is missing; add it"));
    SizeDistribution size =
        switch (Words.oneOf(section, "distribution", SIZES)) {
          case "fixed" -> {
            Bytes all = section.required("size", Bytes::parse);
            yield section.checked("size", () -> new SizeDistribution.Fixed(all));
          }
          case "uniform" -> {
            Bytes least = section.required("least", Bytes::parse);
            Bytes most = section.required("most", Bytes::parse);
            yield section.checked("most", () -> new SizeDistribution.Uniform(least, most));
          }
          case "exponential" -> {
            Bytes mean = section.required("mean", Bytes::parse);
            yield section.checked("mean", () -> new SizeDistribution.Exponential(mean));
          }
          case "pareto" -> pareto(section);
          default -> empirical(section);
        };
    section.end();
    return size;
  }

  private static SizeDistribution pareto(Section section) {
    Bytes mean = section.required("mean", Bytes::parse);
    double shape = section.optional("shape", Words::decimal).orElse(1.2);
    Bytes most =
        section
            .optional("most", Bytes::parse)
            .orElse(Bytes.of(Math.multiplyExact(mean.count(), 1000)));
    return section.checked("shape", () -> new SizeDistribution.Pareto(mean, shape, most));
  }

  private static SizeDistribution empirical(Section section) {
    List<SizeDistribution.Empirical.Point> points = new ArrayList<>();
    for (Section item : section.sections("points", "point")) {
      Bytes size = item.required("size", Bytes::parse);
      double share = item.required("share", Words::decimal);
      points.add(item.checked("share", () -> new SizeDistribution.Empirical.Point(size, share)));
      item.end();
    }
    return section.checked("points", () -> new SizeDistribution.Empirical(points));
  }
}
