package dev.drover.agent.api;

import dev.drover.calls.CallException;
import java.util.List;

/**
 * What an agent that takes part in S-CORE can be asked. All calls throw {@link CallException}:
 * refused by one that does not take part.
 */
public interface PlacementAgent {
  PlacementReport placement();

  /** {@return the traffic of each VM that this host owns, with each address} */
  List<PairRate> traffic();

  /** {@return what was decided here after {@code sinceMs}, oldest first} */
  List<Decision> decisions(long sinceMs);

  /** Creates a token, in place of any that there may be; {@return its generation}. */
  TokenGeneration create(TokenRequest request);

  /** Ends whatever token there is, at all hosts that can be reached. */
  TokenGeneration end();

  /** A token, by its generation. */
  record TokenGeneration(long generation) {}
}
