package dev.drover.sdn.control;

import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.Port;
import java.util.List;

/**
 * The controller. All its methods are for whoever holds its lock; none waits for anything.
 *
 * <p>Time is what {@link SwitchEvents} was told last.
 */
public final class Controller implements SwitchEvents {
  private final ControllerSettings settings;

  /**
   * @param nonce of this run, drawn at random and kept secret: LLDP that does not know it is
   *     ignored
   */
  public Controller(ControllerSettings settings, long nonce) {
    this.settings = settings;
  }

  @Override
  public void joined(SwitchChannel channel, FeaturesReply features, List<Port> ports, long nanos) {}

  @Override
  public void received(SwitchChannel channel, Message message, long nanos) {}

  @Override
  public void left(SwitchChannel channel, String why, long nanos) {}

  @Override
  public void tick(long nanos) {}

  /** {@return the network as it is known now} */
  public NetworkStatus status() {
    return new NetworkStatus(
        settings.routing().name(), List.of(), List.of(), List.of(), List.of());
  }

  /**
   * Reserves the routes of a migration about to begin. Announcing the same one again changes
   * nothing and tells what is reserved.
   *
   * @throws AnnouncementRefused when it says something impossible, an end is not known, there is no
   *     way, or another announcement has its ends and port
   */
  public Announcement.Reserved announce(Announcement announcement) {
    return new Announcement.Reserved(announcement.migration(), List.of());
  }

  /** Releases what was reserved for a migration; one that is not known is no fault. */
  public void withdraw(String migration) {}
}
