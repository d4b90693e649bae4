package dev.drover.cli.report;

/** One row of a figure whose rows share a time axis. */
interface Panel {
  /** {@return pixels} */
  double height();

  /** Draws between {@code top} and {@code top + height()}. */
  void draw(Svg svg, Frame frame, double top);

  /**
   * What all rows of a figure share.
   *
   * @param gutter where the labels on the left end
   * @param time seconds since the run began, to pixels
   */
  record Frame(double gutter, Scale time) {
    double right() {
      return time.pixelTo();
    }

    /** {@return the pixel of {@code seconds}, kept inside the figure} */
    double x(double seconds) {
      return Math.clamp(time.at(seconds), time.pixelFrom(), time.pixelTo());
    }
  }
}
