package dev.drover.simulate.migration;

import dev.drover.decide.rounds.PageSelection;
import dev.drover.simulate.memory.PageSet;

/**
 * In which of the last rounds the guest wrote to each page, a {@code char} each, and the {@link
 * PageSelection} that looks at it. A selection that holds nothing back, whatever the history, costs
 * nothing.
 */
final class PageHistory {
  private final PageSelection selection;
  private final char[] rounds;

  PageHistory(PageSelection selection, int pages) {
    this.selection = selection;
    this.rounds = new char[everHoldsBack(selection) ? pages : 0];
  }

  private static boolean everHoldsBack(PageSelection selection) {
    for (int history = 0; history < 1 << PageSelection.HISTORY; history++) {
      if (selection.holdsBack(history)) {
        return true;
      }
    }
    return false;
  }

  /** A round is over in which the guest wrote to {@code dirtied}. */
  void round(PageSet dirtied) {
    if (rounds.length == 0) {
      return;
    }
    for (int page = 0; page < rounds.length; page++) {
      rounds[page] = (char) (rounds[page] << 1);
    }
    for (int page = dirtied.next(0); page >= 0; page = dirtied.next(page + 1)) {
      rounds[page] = (char) (rounds[page] | 1);
    }
  }

  /** Moves the pages that the next round sends from {@code waiting} to {@code sending}. */
  void select(PageSet waiting, PageSet sending) {
    if (rounds.length == 0) {
      sending.addAll(waiting);
    } else {
      for (int page = waiting.next(0); page >= 0; page = waiting.next(page + 1)) {
        if (!selection.holdsBack(rounds[page])) {
          sending.add(page);
        }
      }
    }
    waiting.removeAll(sending);
  }
}
