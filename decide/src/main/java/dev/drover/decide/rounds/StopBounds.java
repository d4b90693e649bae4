package dev.drover.decide.rounds;

import dev.drover.model.unit.Bytes;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a {@link StopCondition} comes to when every round has the same rate, for a model that knows
 * nothing else. The VM is stopped as soon as one of them is met.
 *
 * @param threshold no more than this is dirty
 * @param maxRounds so many live rounds were sent
 * @param maxTraffic more than this was sent
 */
public record StopBounds(
    Optional<Bytes> threshold, OptionalInt maxRounds, Optional<Bytes> maxTraffic) {
  /** Says nothing. */
  public static final StopBounds NONE =
      new StopBounds(Optional.empty(), OptionalInt.empty(), Optional.empty());

  static StopBounds threshold(Bytes threshold) {
    return new StopBounds(Optional.of(threshold), OptionalInt.empty(), Optional.empty());
  }

  static StopBounds rounds(int rounds) {
    return new StopBounds(Optional.empty(), OptionalInt.of(rounds), Optional.empty());
  }

  /** {@return what is met first of these and {@code other}} */
  StopBounds or(StopBounds other) {
    return new StopBounds(
        Stream.of(threshold, other.threshold)
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder()),
        Stream.of(maxRounds, other.maxRounds).flatMapToInt(OptionalInt::stream).min(),
        Stream.of(maxTraffic, other.maxTraffic)
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder()));
  }
}
