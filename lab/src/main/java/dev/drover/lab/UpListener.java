package dev.drover.lab;

/** Hears how a lab comes up; may be called by several threads at once. */
@FunctionalInterface
public interface UpListener {
  /** One line for the operator, such as {@code vm web runs on h1}. */
  void step(String what);
}
