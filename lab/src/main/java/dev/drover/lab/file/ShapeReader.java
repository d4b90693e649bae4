package dev.drover.lab.file;

import dev.drover.lab.file.LabFile.Link;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.yaml.Near;
import dev.drover.yaml.Place;
import dev.drover.yaml.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code topology}: a regular fabric whose nodes and links need not be written one by one.
 */
final class ShapeReader {
  private static final List<String> KINDS = List.of("fat-tree", "leaf-spine");
  private static final int MOST_SWITCHES = 64;
  private static final int MOST_HOSTS = 64;

  private final Section section;
  private final Nodes nodes;
  private final Place place;
  private final BitRate rate;
  private final Bytes buffer;
  private final Bytes memory;
  private final List<Link> links = new ArrayList<>();

  private ShapeReader(Section section, Nodes nodes) {
    this.section = section;
    this.nodes = nodes;
    this.place = section.place("kind");
    this.rate = LinkReader.rate(section, "rate");
    this.buffer = LinkReader.buffer(section);
    this.memory = section.optional("memory", Bytes::parse).orElse(Bytes.ZERO);
  }

  /** {@return the fabric's links; its nodes are in {@code nodes} then} */
  static List<Link> read(Section section, Nodes nodes) {
    String kind = section.required("kind", ShapeReader::kind);
    ShapeReader reader = new ShapeReader(section, nodes);
    if (kind.equals("fat-tree")) {
      reader.fatTree();
    } else {
      reader.leafSpine();
    }
    section.end();
    return reader.links;
  }

  /**
   * The six-host fat tree of Figs. 4 to 6 of "Early Notification and Dynamic Routing": switches
   * {@code s1} to {@code s3} above {@code s4}, with hosts {@code h1} to {@code h3}, and {@code s5},
   * with {@code h4} to {@code h6}. The figures are not in the text; how they were read (sections
   * 3.3 and 5.2) is said at {@code Topologies.earlyNotification} of the simulator, which has the
   * same graph.
   */
  private void fatTree() {
    for (int i = 1; i <= 5; i++) {
      nodes.addSwitch("s" + i, place);
    }
    for (int lower = 4; lower <= 5; lower++) {
      for (int upper = 1; upper <= 3; upper++) {
        links.add(new Link("s" + lower, "s" + upper, rate, buffer));
      }
    }
    for (int i = 1; i <= 6; i++) {
      host("h" + i, i <= 3 ? "s4" : "s5");
    }
  }

  /** Every leaf is joined to every spine; hosts are numbered leaf by leaf. */
  private void leafSpine() {
    int spines = number("spines", MOST_SWITCHES);
    int leaves = number("leaves", MOST_SWITCHES);
    int hostsPerLeaf = number("hostsPerLeaf", MOST_HOSTS);
    BitRate uplink = section.optional("uplink", LinkReader::linkRate).orElse(rate);
    for (int spine = 1; spine <= spines; spine++) {
      nodes.addSwitch("spine" + spine, place);
    }
    int host = 0;
    for (int leaf = 1; leaf <= leaves; leaf++) {
      nodes.addSwitch("leaf" + leaf, place);
      for (int spine = 1; spine <= spines; spine++) {
        links.add(new Link("leaf" + leaf, "spine" + spine, uplink, buffer));
      }
      for (int i = 0; i < hostsPerLeaf; i++) {
        host("h" + ++host, "leaf" + leaf);
      }
    }
  }

  private void host(String name, String at) {
    nodes.addHost(name, memory, place);
    links.add(new Link(name, at, rate, buffer));
  }

  private int number(String field, int most) {
    return section.required(field, text -> Words.whole(text, 1, most));
  }

  private static String kind(String text) {
    if (!KINDS.contains(text)) {
      throw new IllegalArgumentException(
          "'" + text + "' is no regular fabric; " + Near.hint(text, KINDS, "correct it"));
    }
    return text;
  }
}
