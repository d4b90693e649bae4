package dev.drover.cli.command;

/** What a command's exit code says. */
public final class ExitCode {
  /** Everything asked for was done. */
  public static final int OK = 0;

  /** Something asked for was not done; for an evacuation, some VM did not move. */
  public static final int FAILED = 1;

  /** The arguments or a file they name are wrong; nothing was done. */
  public static final int BAD_INPUT = 2;

  /** What was asked cannot be done with the capacity and the SLAs there are; nothing was done. */
  public static final int INFEASIBLE = 3;

  /** Ctrl-C: what could be stopped was stopped, and every VM runs. */
  public static final int CANCELLED = 130;

  private ExitCode() {}
}
