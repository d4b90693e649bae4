package dev.drover.cli.reproduce;

import java.io.IOException;

/**
 * A point that is measured on this machine, again for each repetition. It has the machine to
 * itself: nothing else that belongs to a figure runs meanwhile.
 */
public interface MeasuredTrial extends Trial {
  /**
   * {@return what was measured this time}
   *
   * @param repetition from 0: what is measured one after the other may change places
   * @throws InterruptedException when the operator breaks off
   */
  Outcome measure(Workbench bench, int repetition) throws IOException, InterruptedException;
}
