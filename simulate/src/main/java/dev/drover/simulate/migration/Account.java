package dev.drover.simulate.migration;

import dev.drover.decide.rounds.StopDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The books of a migration under way; times in picoseconds. */
final class Account {
  final List<RoundRecord> rounds = new ArrayList<>();
  long startedAt;
  long pausedAt;
  long resumedAt;
  long roundBytes;
  long stopAndCopyBytes;
  long deviceBytes;
  long pushedBytes;
  long faultedBytes;
  long requestBytes;
  int faults;
  long stalled;
  Optional<StopDecision.StopAndCopy> stop = Optional.empty();
}
