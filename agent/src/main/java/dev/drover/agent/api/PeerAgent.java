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
   * The source of a migration, to its destination.
   *
   * @param agent URL of the source's agent
   * @param sequence of the VM's place there, as edges count; 0 where there are none
   */
  record SourceHello(String vm, String source, String agent, long sequence) {}
}
