package dev.drover.simulate.kernel;

/** Something that has asked to be called at a moment of simulated time. */
public interface Actor {
  /** The moment has come; {@link Simulator#now} tells which. */
  void act();
}
