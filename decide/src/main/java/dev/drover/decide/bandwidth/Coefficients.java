package dev.drover.decide.bandwidth;

/**
 * The readings of a and b in BDA's equation (4), B = a × U + b × D, where U is the current dirty
 * rate and D the mean of those before, both in bit/s.
 */
enum Coefficients {
  /**
   * a = U ÷ (D + U), b = D ÷ (D + U): section 3.2's sentence, and Fig. 1 with the parentheses it
   * lacks. a + b = 1, and a > b exactly when the dirty rate rises, as the text goes on to say. B is
   * (U² + D²) ÷ (U + D), between the mean and the larger of both.
   */
  JITTER,

  /**
   * a = U ÷ D + U, b = D ÷ D + U: Fig. 1 as printed. It adds a ratio to a rate, so the result hangs
   * on the unit; taken here in Mbit/s. B is then far above any link as soon as a few Mbit/s are
   * dirtied, and equation (5) decides nearly alone.
   */
  AS_PRINTED,

  /**
   * a = U_bw ÷ T_bw, b = 1 − a: section 3.2's last paragraph, "the ratio of the current physical
   * bandwidth usage and the total amount", with b the rest: on a busy link the present counts, on
   * an idle one the past.
   */
  USAGE;

  private static final double MEGABIT = 1e6;

  /**
   * {@return B of equation (4) in bit/s}
   *
   * @param current U, bit/s
   * @param mean D, bit/s
   * @param usage U_bw ÷ T_bw, 0 to 1
   */
  double reserved(double current, double mean, double usage) {
    return switch (this) {
      case JITTER -> {
        double sum = current + mean;
        yield sum == 0 ? 0 : current / sum * current + mean / sum * mean;
      }
      case AS_PRINTED -> {
        if (mean == 0) {
          yield current;
        }
        double currentMegabits = current / MEGABIT;
        double meanMegabits = mean / MEGABIT;
        double a = currentMegabits / meanMegabits + currentMegabits;
        double b = 1 + currentMegabits;
        yield (a * currentMegabits + b * meanMegabits) * MEGABIT;
      }
      case USAGE -> usage * current + (1 - usage) * mean;
    };
  }
}
