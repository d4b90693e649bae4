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

  /** {@return the domain that this host is in; empty while the daemon does not know or answer} */
  public Optional<String> domain() {
    return quietly("place").flatMap(lines -> lines.stream().findFirst()).map(XiaDaemon::first);
  }

  private static String first(String line) {
    return line.split(" ", 2)[0];
  }

  /**
   * {@return the registration that a VM on this host signs for the domain where it will be; empty
   * when it does not answer}
   *
   * @param mac of the VM's NIC, by which it is known as a neighbour
   */
  public Optional<String> depart(String mac, String domain) {
    return quietly("depart", mac, domain).flatMap(lines -> lines.stream().findFirst());
  }

  /** A VM is about to run here: its new gateway is told, within a bounded time. */
  public void arrive(String registration) {
    quietly("arrive", registration)
        .ifPresent(lines -> LOG.debug("registration brought: {}", lines));
  }

  /** VMs on this host are told that it carries them. */
  public void renew() {
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
