package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message;

/** The way to one switch that has said who it is. Used by whoever holds the controller's lock. */
public interface SwitchChannel {
  /** {@return its datapath id} */
  long datapathId();

  /** {@return an xid that no message of this channel has had} */
  int nextXid();

  /**
   * Queues a message; messages arrive in this order. Never blocks and never throws: a switch that
   * does not take what it is sent is cut off.
   */
  void send(Message message);

  /** Cuts the switch off; {@code why} is logged, and {@link SwitchEvents#left} follows. */
  void cutOff(String why);
}
