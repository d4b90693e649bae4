package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.Port;
import java.util.List;

/**
 * What happens at the switches, told one after the other by whoever holds the controller's lock.
 * {@code nanos} is the moment by a clock that only moves forward.
 */
public interface SwitchEvents {
  /**
   * A switch has greeted and said who it is and which ports it has. A channel of the same datapath
   * that was there before has {@link #left} first.
   */
  void joined(SwitchChannel channel, FeaturesReply features, List<Port> ports, long nanos);

  /** A message that is not of the session's own: no hello, echo or features. */
  void received(SwitchChannel channel, Message message, long nanos);

  /** The channel is closed; nothing that is sent there arrives any more. */
  void left(SwitchChannel channel, String why, long nanos);

  /** Time has passed; called at least every 50 ms. */
  void tick(long nanos);
}
