package dev.drover.xia.name;

import dev.drover.xia.address.Dag;

/** What became of looking a name up. */
public sealed interface Lookup {
  /** It stands for this address. */
  record Found(Dag address) implements Lookup {}

  /** Nobody has it. */
  record NotFound() implements Lookup {}

  /** Nobody answered who could be believed; {@code why} is a sentence for people. */
  record Unavailable(String why) implements Lookup {}
}
