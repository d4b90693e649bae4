package dev.drover.cli.house;

import dev.drover.agent.api.EdgeAgent;
import dev.drover.agent.api.EdgeAgent.Answer;
import dev.drover.agent.api.EdgeAgent.Claim;
import dev.drover.agent.api.HttpEdgeClient;
import dev.drover.agent.api.Mapping;
import dev.drover.calls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Asks a router's edge agent, from within the management network: {@code LAB URL ADDRESS} where a
 * VM is, or with {@code MAC SEQUENCE HOST} too, claims it. Prints whether a claim was accepted, and
 * what counts.
 */
final class AskEdge {
  private AskEdge() {}

  public static void main(String[] arguments) {
    Path keys = Path.of(arguments[0]).resolve("keys");
    EdgeAgent edge =
        HttpEdgeClient.connector(
                Optional.of(
                    new TlsFiles(
                        keys.resolve("ctl.p12"),
                        keys.resolve("trust.p12"),
                        keys.resolve("password"))))
            .connect(URI.create(arguments[1]));
    String address = arguments[2];
    Answer answer =
        arguments.length == 3
            ? new Answer(true, edge.mapping(address))
            : edge.announce(
                new Claim(address, arguments[3], Long.parseLong(arguments[4]), arguments[5]));
    Mapping current = answer.current();
    System.out.printf(
        "%s %s %s %d%n",
        answer.accepted() ? "accepted" : "refused",
        current.router(),
        current.host(),
        current.sequence());
  }
}
