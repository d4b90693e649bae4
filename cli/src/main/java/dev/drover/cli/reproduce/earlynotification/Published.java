package dev.drover.cli.reproduce.earlynotification;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Finding.Verdict;

/**
 * What the text says of the total time saved (section 6.2).
 *
 * @param most seconds saved; "or more" is taken as up to twice as much
 */
record Published(String text, double least, double most) {
  static final Published WITHOUT_BACKGROUND = new Published("0.5–2 s less", 0.5, 2);
  static final Published WITH_BACKGROUND = new Published("2–3 s less or more", 2, 6);

  /** {@return how {@code saved} seconds compare} */
  Verdict verdict(Estimate saved) {
    if (saved.isNegative()) {
      return Verdict.DIFFERS;
    }
    if (!saved.isPositive()) {
      return Verdict.UNDECIDED;
    }
    return saved.mean() >= least && saved.mean() <= most ? Verdict.AGREES : Verdict.DIRECTION;
  }
}
