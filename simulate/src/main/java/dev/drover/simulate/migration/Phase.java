package dev.drover.simulate.migration;

import dev.drover.simulate.stream.StreamListener;

/** A stretch of a migration; hears of the stream from source to destination while it lasts. */
interface Phase extends StreamListener {
  void begin();
}
