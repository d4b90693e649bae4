package dev.drover.lab;

import dev.drover.calls.CallException;
import dev.drover.calls.TlsFiles;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.SdnClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs on the management network: waits until the network controller knows every link between the
 * lab's switches. Prints one line; one that begins with {@code error:} says what is missing.
 */
final class AwaitNetwork {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private AwaitNetwork() {}

  /** Argument: the lab's directory. */
  public static void main(String[] arguments) throws InterruptedException {
    Path lab = Path.of(arguments[0]);
    LabFile file = LabFile.read(new LabDirectory(lab).labFile());
    Keys keys = new Keys(lab, Commands.of(lab));
    SdnClient controller =
        new SdnClient(
            URI.create(Addresses.SDN_API),
            Optional.of(
                new TlsFiles(
                    keys.keyStore(Addresses.CONTROL), keys.trustStore(), keys.passwordFile())));
    try {
      System.out.println(await(file, controller));
    } catch (CallException | IllegalStateException e) {
      System.out.println("error:" + e.getMessage());
      System.exit(1);
    }
  }

  private static String await(LabFile file, SdnClient controller) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String problem;
      try {
        NetworkStatus status = controller.status();
        Optional<Link> missing = missing(file, status);
        if (missing.isEmpty()) {
          return "the controller knows "
              + status.switches().size()
              + " switches and "
              + status.links().size()
              + " links";
        }
        problem =
            "the link of '"
                + missing.get().left()
                + "' and '"
                + missing.get().right()
                + "' is not found";
      } catch (CallException e) {
        // It listens for switches before it can be asked.
        if (e.kind() != CallException.Kind.UNREACHABLE) {
          throw e;
        }
        problem = e.getMessage();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the network controller after " + PATIENCE.toSeconds() + "s: " + problem);
      }
      Thread.sleep(Duration.ofMillis(50));
    }
  }

  /** {@return a link that the controller does not know} */
  private static Optional<Link> missing(LabFile file, NetworkStatus status) {
    Set<Set<String>> known =
        status.links().stream()
            .map(link -> Set.of(link.left(), link.right()))
            .collect(Collectors.toSet());
    return file.linksOfSwitches().stream()
        .filter(link -> !known.contains(Set.of(link.left(), link.right())))
        .findFirst();
  }
}
