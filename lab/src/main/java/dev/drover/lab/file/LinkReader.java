package dev.drover.lab.file;

import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.file.LabFile.Router;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.yaml.Located;
import dev.drover.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the links that are written one by one, and checks the whole: one link per host and client,
 * all switches or routers joined, and no loop where nothing would break it.
 */
final class LinkReader {
  private static final Bytes DEFAULT_BUFFER = Bytes.parse("256KiB");
  private static final Bytes LEAST_BUFFER = Bytes.parse("16KiB");

  private final Nodes nodes;
  private final boolean loopsAllowed;
  private final Trees trees;
  private final List<Link> links = new ArrayList<>();

  LinkReader(Nodes nodes, boolean loopsAllowed) {
    this.nodes = nodes;
    this.loopsAllowed = loopsAllowed;
    this.trees =
        new Trees(
            Stream.concat(nodes.switches().stream(), nodes.routers().stream().map(Router::name))
                .toList());
  }

  /**
   * {@return all links}
   *
   * @param regular those of the lab's {@code topology}
   */
  List<Link> read(Section lab, List<Link> regular) {
    for (Link link : regular) {
      add(link, lab, "topology");
    }
    for (Section section : lab.sections("links", "link")) {
      List<Located.Text> ends = section.texts("ends");
      if (ends.size() != 2) {
        throw section.refuse("ends", "'ends' needs two names; write ends: [h1, s1]");
      }
      for (Located.Text end : ends) {
        if (!nodes.kinds().containsKey(end.value())) {
          throw section.refuse("ends", Words.unknown("end", end.value(), nodes.kinds().keySet()));
        }
      }
      add(
          new Link(
              ends.getFirst().value(),
              ends.getLast().value(),
              rate(section, "rate"),
              buffer(section)),
          section,
          "ends");
      section.end();
    }
    nodes
        .kinds()
        .forEach((node, kind) -> {
          if (!nodes.forwards(node) && links.stream().noneMatch(link -> link.touches(node))) {
            throw lab.refuse("links", kind + " '" + node + "' has no link; add one under 'links'");
          }
        });
    trees
        .apart()
        .ifPresent(node -> {
          throw lab.refuse(
              "links",
              nodes.kinds().get(node) + " '" + node + "' is not joined to the others; add a link");
        });
    return links;
  }

  private void add(Link link, Section section, String field) {
    String left = link.left();
    String right = link.right();
    for (String end : List.of(left, right)) {
      if (!nodes.forwards(end) && links.stream().anyMatch(other -> other.touches(end))) {
        throw section.refuse(
            field, "'" + end + "' has a link already; a host or client has exactly one");
      }
    }
    if (!nodes.forwards(left) && !nodes.forwards(right)) {
      throw section.refuse(
          field,
          "neither '" + left + "' nor '" + right + "' is a switch or router; put one between them");
    }
    if (nodes.forwards(left) && nodes.forwards(right)) {
      boolean direct =
          left.equals(right)
              || links.stream().anyMatch(other -> other.touches(left) && other.touches(right));
      if (!trees.join(left, right) && (direct || !(loopsAllowed || nodes.isRouter(left)))) {
        throw section.refuse(
            field,
            "'"
                + left
                + "' and '"
                + right
                + "' are joined already; remove the loop"
                + (direct ? "" : " or add 'sdn', with which links may be redundant"));
      }
    }
    links.add(link);
  }

  static BitRate rate(Section section, String field) {
    return section.required(field, LinkReader::linkRate);
  }

  static BitRate linkRate(String text) {
    BitRate rate = BitRate.parse(text);
    if (rate.bitsPerSecond() < 1_000_000) {
      throw new IllegalArgumentException("it is below 1Mbit/s; a guest cannot boot over less");
    }
    return rate;
  }

  static Bytes buffer(Section section) {
    Bytes buffer = section.optional("buffer", Bytes::parse).orElse(DEFAULT_BUFFER);
    if (buffer.compareTo(LEAST_BUFFER) < 0) {
      throw section.refuse(
          "buffer", "'buffer' is below " + LEAST_BUFFER + "; a segment would not fit");
    }
    return buffer;
  }
}
