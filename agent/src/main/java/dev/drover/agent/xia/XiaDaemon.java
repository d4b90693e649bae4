package dev.drover.agent.xia;

import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.xia.daemon.ConsoleClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The XIA daemon of this host. What it is told of virtual machines that come and go only makes them
 * be found sooner: that it fails stops no migration.
 */
public final class XiaDaemon {
  private static final Logger LOG = LoggerFactory.getLogger(XiaDaemon.class);

  private final ConsoleClient console;

  /**
   * @param control the daemon's socket
   */
  public XiaDaemon(Path control) {
    this.console = new ConsoleClient(control);
  }

  /**
   * {@return where a VM is that is on this host: in which domain, and by its name which host this
   * is; empty while the daemon does not know or answer}
   */
  public Optional<String> here() {
    return quietly("here").flatMap(lines -> lines.stream().findFirst());
  }

  /**
   * {@return the registration that a VM on this host signs for where it will be; empty when it does
   * not answer}
   *
   * @param mac of the VM's NIC, by which it is known as a neighbour
   * @param there what the destination's daemon says of {@link #here}
   */
  public Optional<String> depart(String mac, String there) {
    return quietly("depart", mac, there).flatMap(lines -> lines.stream().findFirst());
  }

  /**
   * A VM is about to run here: its new gateway is told at once what the VM has signed, and VMs on
   * this host that it carries them.
   */
  public void arrive(Optional<String> registration) {
    registration
        .flatMap(statement -> quietly("arrive", statement))
        .ifPresent(lines -> LOG.debug("registration brought: {}", lines));
    quietly("renew");
  }

  private Optional<List<String>> quietly(String... words) {
    try {
      return Optional.of(console.ask(words));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("XIA daemon: {}: {}", words[0], e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * {@return what the daemon answers}
   *
   * @throws CallException when it does not, or refuses
   */
  List<String> ask(String... words) {
    try {
      return console.ask(words);
    } catch (IllegalArgumentException e) {
      throw new CallException(Kind.REFUSED, "the XIA daemon refuses: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CallException(
          Kind.UNREACHABLE, "the XIA daemon does not answer: " + e.getMessage(), e);
    }
  }
}
