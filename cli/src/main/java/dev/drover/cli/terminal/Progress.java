package dev.drover.cli.terminal;

/** Shows a job that moves VMs. Safe for use by many threads. */
public interface Progress extends AutoCloseable {
  /** Shows a newer moment; progress that would run backwards is held instead. */
  void show(Board board);

  /** Says something once, beside the progress. */
  void say(String line);

  /** Leaves the last moment on the screen and ends. */
  @Override
  void close();
}
