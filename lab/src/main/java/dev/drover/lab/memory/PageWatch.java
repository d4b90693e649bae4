package dev.drover.lab.memory;

import java.io.IOException;
import java.util.BitSet;

/** Finds out which of a guest's pages were written, without stopping it. */
interface PageWatch extends AutoCloseable {
  /** {@return one word for how it does that, for the trace} */
  String method();

  /** Adds the pages that were written since the look before to {@code dirty}. */
  void look(BitSet dirty) throws IOException;

  @Override
  void close() throws IOException;
}
