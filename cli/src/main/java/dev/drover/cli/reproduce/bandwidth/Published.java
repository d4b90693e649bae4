package dev.drover.cli.reproduce.bandwidth;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Finding.Verdict;

/** What the paper says of BDA against PPC at a point. */
sealed interface Published {
  String text();

  /** {@return how that compares with {@code saved} per cent of PPC's value} */
  Verdict verdict(Estimate saved);

  /** About the same. */
  record Same(String text) implements Published {
    /** The bars of a plot look alike below this. */
    private static final double PERCENT = 5;

    @Override
    public Verdict verdict(Estimate saved) {
      if (Math.abs(saved.mean()) <= PERCENT) {
        return Verdict.AGREES;
      }
      return saved.isPositive() || saved.isNegative() ? Verdict.DIFFERS : Verdict.UNDECIDED;
    }
  }

  /** Less, by how much is not said. */
  record Less(String text) implements Published {
    @Override
    public Verdict verdict(Estimate saved) {
      if (saved.isPositive()) {
        return Verdict.AGREES;
      }
      return saved.isNegative() ? Verdict.DIFFERS : Verdict.UNDECIDED;
    }
  }

  /** Less by so much. */
  record LessBy(double percent) implements Published {
    @Override
    public String text() {
      return "−" + percent + " %";
    }

    @Override
    public Verdict verdict(Estimate saved) {
      if (saved.low() <= percent && percent <= saved.high() && saved.isPositive()) {
        return Verdict.AGREES;
      }
      if (saved.isPositive()) {
        return Verdict.DIRECTION;
      }
      return saved.isNegative() ? Verdict.DIFFERS : Verdict.UNDECIDED;
    }
  }

  /** Slightly more. */
  record SlightlyMore(String text) implements Published {
    private static final double PERCENT = 10;

    @Override
    public Verdict verdict(Estimate saved) {
      if (saved.isPositive()) {
        return Verdict.DIFFERS;
      }
      if (-saved.mean() <= PERCENT) {
        return Verdict.AGREES;
      }
      return saved.isNegative() ? Verdict.DIRECTION : Verdict.UNDECIDED;
    }
  }
}
