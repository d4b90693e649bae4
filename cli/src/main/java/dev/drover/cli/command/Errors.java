package dev.drover.cli.command;

import dev.drover.calls.CallException;
import dev.drover.control.inventory.ControlException;
import dev.drover.lab.system.LabException;
import dev.drover.simulate.memory.TraceException;
import dev.drover.yaml.YamlException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line on standard error, and chooses the exit code. */
public final class Errors {
  private final PrintStream err;
  private final boolean debug;

  /**
   * Errors of one run.
   *
   * @param debug whether stack traces are wanted
   */
  public Errors(PrintStream err, boolean debug) {
    this.err = err;
    this.debug = debug;
  }

  /** {@return the exit code, after saying which argument is wrong and what to do} */
  public int arguments(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String what = firstLine(e);
    if (e instanceof UnmatchedArgumentException unmatched) {
      what = unmatched(unmatched);
    }
    say(what + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
    trace(e);
    return ExitCode.BAD_INPUT;
  }

  /** {@return the exit code, after saying what failed} */
  public int execution(Exception e) {
    int code =
        switch (e) {
          case CommandFailure failure -> failure.exitCode();
          case YamlException _, TraceException _ -> ExitCode.BAD_INPUT;
          case LabException _, ControlException _, CallException _ -> ExitCode.FAILED;
          default -> {
            say("internal error: " + e + "; run it again with --debug and report what it prints");
            trace(e);
            yield -1;
          }
        };
    if (code < 0) {
      return ExitCode.FAILED;
    }
    say(firstLine(e));
    trace(e);
    return code;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().getFirst();
    String kind = first.startsWith("-") ? "unknown option '" : "unknown word '";
    List<String> suggestions = e.getSuggestions();
    String hint =
        suggestions.isEmpty()
            ? ""
            : "; did you mean " + String.join(" or ", suggestions.subList(0, least(suggestions)));
    return kind + first + "'" + hint;
  }

  private static int least(List<String> suggestions) {
    return Math.min(2, suggestions.size());
  }

  private void say(String what) {
    err.println("drover: " + what);
  }

  private void trace(Exception e) {
    if (debug) {
      e.printStackTrace(err);
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    String line = message.lines().findFirst().orElse(message).strip();
    boolean sentence = line.length() > 1 && Character.isLowerCase(line.charAt(1));
    return sentence ? line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1) : line;
  }
}
