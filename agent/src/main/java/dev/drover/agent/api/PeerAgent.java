package dev.drover.agent.api;

/**
 * What one agent asks of another beside what the controller asks, to settle who owns a VM.
 *
 * <p>The source says hello before the first byte is sent and every second after: the destination
 * learns whom to ask, the source learns how the destination's copy fares, and the connection is
 * warm when the VM has to be handed over.
 */
public interface PeerAgent extends AgentClient {
  /** Destination: who sends, and what has become of the copy here. Never refused. */
  IncomingStatus hello(String migration, SourceHello hello);

  /** Destination: the source holds nothing of the VM any more. Repeating it does no harm. */
  void done(String migration);

  /**
   * Destination: what the VM has signed for its new gateway, to be handed on a moment before it
   * runs here. Never refused; without it the VM is found somewhat later.
   */
  void bring(String migration, XiaRegistration registration);

  /**
   * A VM's registration in the domain where it will be.
   *
   * @param statement as the XIA daemon gave it, hex digits
   */
  record XiaRegistration(String statement) {}

  /**
   * The source of a migration, to its destination.
   *
   * @param agent URL of the source's agent
   * @param sequence of the VM's place there, as edges count; 0 where there are none
   */
  record SourceHello(String vm, String source, String agent, long sequence) {}
}
