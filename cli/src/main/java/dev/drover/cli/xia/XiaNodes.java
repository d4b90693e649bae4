package dev.drover.cli.xia;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.lab.Lab;
import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import dev.drover.xia.address.InvalidDag;
import dev.drover.xia.daemon.ConsoleClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The daemons of a lab's nodes. */
final class XiaNodes {
  private final Lab lab;

  private XiaNodes(Lab lab) {
    this.lab = lab;
  }

  /** {@return those of the lab so named, or of the only one that speaks XIA} */
  static XiaNodes of(Optional<String> name) {
    List<Lab> speaking =
        Lab.list().stream()
            .filter(lab -> lab.file().xia().isPresent())
            .filter(lab -> name.isEmpty() || lab.name().equals(name.get()))
            .toList();
    if (speaking.isEmpty()) {
      throw CommandFailure.badInput(
          name.map(n -> "no lab '" + n + "' that speaks XIA is up")
              .orElse(
                  "no lab that speaks XIA is up; start one with 'drover xia up"
                      + " scenarios/xia-inter.yaml'"));
    }
    if (speaking.size() > 1) {
      throw CommandFailure.badInput(
          "several labs speak XIA: "
              + String.join(", ", speaking.stream().map(Lab::name).toList())
              + "; choose one with --lab");
    }
    return new XiaNodes(speaking.getFirst());
  }

  Lab lab() {
    return lab;
  }

  List<String> names() {
    return lab.xiaNodes();
  }

  /** {@return a host that is no router: names are asked from there} */
  String anyHost() {
    return lab.file().hosts().getFirst().name();
  }

  void check(String node) {
    if (!names().contains(node)) {
      throw CommandFailure.badInput(
          "'"
              + node
              + "' is no node of lab "
              + lab.name()
              + "; it has "
              + String.join(", ", names()));
    }
  }

  /** {@return what a node's daemon answers} */
  List<String> ask(String node, String... words) {
    try {
      return new ConsoleClient(lab.xiaConsole(node)).ask(words);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.FAILED, node + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw silent(node, e);
    }
  }

  void follow(String node, Consumer<String> lines, String... words) {
    try {
      new ConsoleClient(lab.xiaConsole(node)).follow(lines, words);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.FAILED, node + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw silent(node, e);
    }
  }

  private CommandFailure silent(String node, IOException e) {
    return new CommandFailure(
        ExitCode.FAILED,
        "the XIA daemon of "
            + node
            + " does not answer ("
            + e.getMessage()
            + "); see "
            + lab.directory().resolve("xia"),
        e);
  }

  /**
   * {@return the address that a user means: of a node of the lab, of a name, or as it is}
   *
   * @param from the node from where a name is looked up
   */
  Dag address(String target, String from) {
    if (target.startsWith("DAG ") || target.startsWith("RE ")) {
      try {
        return DagText.parse(target);
      } catch (InvalidDag e) {
        throw CommandFailure.badInput("'" + target + "': " + e.getMessage());
      }
    }
    String answer =
        names().contains(target)
            ? ask(target, "address").getFirst()
            : ask(asker(from), "name", target).getFirst();
    return DagText.parse(answer);
  }

  /** Routers keep no names. */
  private String asker(String from) {
    return lab.file().routers().stream().anyMatch(router -> router.name().equals(from))
        ? anyHost()
        : from;
  }

  /** {@return what identifiers are called: nodes by their hosts, domains by their routers} */
  Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    for (String node : names()) {
      Dag address = DagText.parse(ask(node, "address").getFirst());
      known.put(address.intent().toString(), node);
      lab.file().routers().stream()
          .filter(router -> router.name().equals(node))
          .findFirst()
          .ifPresent(router -> known.put(address.nodes().getFirst().toString(), router.domain()));
    }
    return known;
  }
}
