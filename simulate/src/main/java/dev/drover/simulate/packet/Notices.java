package dev.drover.simulate.packet;

import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;

/** What the owner of a stream waits to be told, each once for each time that it came to pass. */
final class Notices {
  private final StreamListener listener;
  private long lowWater;
  private boolean lowArmed;
  private boolean acknowledgedArmed;

  Notices(StreamListener listener) {
    this.listener = listener;
  }

  /** More was written: both are waited for again. */
  void wrote() {
    lowArmed = true;
    acknowledgedArmed = true;
  }

  void lowWater(long bytes, Stream stream) {
    lowWater = bytes;
    lowArmed |= stream.written() - stream.sent() > bytes;
  }

  /** Tells what has come to pass. {@return whether the owner has written more} */
  boolean tell(Stream stream) {
    long before = stream.written();
    if (lowArmed && before - stream.sent() <= lowWater) {
      lowArmed = false;
      listener.backlogLow(stream);
    }
    if (acknowledgedArmed && stream.acknowledged() == stream.written()) {
      acknowledgedArmed = false;
      listener.allAcknowledged(stream);
    }
    return stream.written() > before;
  }
}
