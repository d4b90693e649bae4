package dev.drover.xia.transport;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the package logs, to wait for. */
final class LogLines implements AutoCloseable {
  private final Logger logger = Logger.getLogger(LogLines.class.getPackageName());
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  LogLines() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  /** {@return the next line that has {@code part} in it} */
  String await(String part) throws InterruptedException {
    while (true) {
      String line = lines.poll(10, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("no line with '" + part + "' was logged");
      }
      if (line.contains(part)) {
        return line;
      }
    }
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
