package dev.drover.simulate.migration;

import dev.drover.simulate.memory.PageSet;

/** Sees each page pass, to check that the destination ends with what the source had. */
interface PageWitness {
  /** Sees nothing. */
  PageWitness NONE =
      new PageWitness() {
        @Override
        public boolean looks() {
          return false;
        }

        @Override
        public void read(int page) {}

        @Override
        public void paused(PageSet missing) {}

        @Override
        public void arrived(int page) {}
      };

  /** {@return whether it wants to be shown each page; else they pass many at a time} */
  boolean looks();

  /** The source has read the page as it is now; it will be there before the VM runs there. */
  void read(int page);

  /**
   * The VM stands at the source for good and will run at the destination without {@code missing}.
   */
  void paused(PageSet missing);

  /** Post-copy: a missing page has arrived, as it was at the pause. */
  void arrived(int page);
}
