package dev.drover.sdn.control;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open, in whichever thread. */
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final Lines lines = new Lines();

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  public static LogLines of(Class<?> from) {
    LogLines open = new LogLines((Logger) LoggerFactory.getLogger(from));
    open.lines.start();
    open.logger.addAppender(open.lines);
    return open;
  }

  public List<String> texts() {
    return List.copyOf(lines.texts);
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
  }

  /** Logback's own list is for one thread. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      texts.add(event.getFormattedMessage());
    }
  }
}
