package dev.drover.agent.migration;

import dev.drover.agent.api.IncomingStatus.Fate;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import java.util.Optional;

/**
 * What the destination remembers of a migration; kept after its end, so that a late question gets
 * the right answer.
 *
 * @param sourceAgent URL, once the source has greeted
 * @param done whether the source holds nothing of the VM any more
 */
record ArrivalRecord(
    PrepareRequest request,
    Optional<PrepareReply> listener,
    Optional<String> sourceAgent,
    Fate fate,
    boolean done) {
  ArrivalRecord with(Fate newFate) {
    return new ArrivalRecord(request, listener, sourceAgent, newFate, done);
  }

  ArrivalRecord listeningAt(PrepareReply reply) {
    return new ArrivalRecord(request, Optional.of(reply), sourceAgent, fate, done);
  }

  ArrivalRecord from(String agent) {
    return new ArrivalRecord(request, listener, Optional.of(agent), fate, done);
  }

  ArrivalRecord finished() {
    return new ArrivalRecord(request, listener, sourceAgent, fate, true);
  }
}
