package dev.drover.cli.ns3;

/** A simulator that runs cases. */
interface Contender {
  /** {@return what a run of {@code one} gave; the same again each time, but for the wall time} */
  PeerRun run(PeerCase one);
}
