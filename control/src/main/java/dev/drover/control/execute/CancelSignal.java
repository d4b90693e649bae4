package dev.drover.control.execute;

import java.util.concurrent.atomic.AtomicBoolean;

/** The operator's wish to stop. May be given from any thread, more than once. */
public final class CancelSignal {
  private final AtomicBoolean given = new AtomicBoolean();

  public void cancel() {
    given.set(true);
  }

  public boolean isCancelled() {
    return given.get();
  }
}
