package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One cell in a lab of its own, so that no cache and no router knows anything of earlier ones. */
record CellTrial(Cell cell, Scale scale) implements MeasuredTrial {
  @Override
  public String label() {
    return cell.toString();
  }

  /** A cell that fails is one of the results: the others are measured all the same. */
  @Override
  public Outcome measure(Workbench bench, int repetition) throws InterruptedException {
    try {
      return bench.inLab(
          CellLab.yaml(cell, scale), lab -> new CellRun(bench, lab, cell, scale).measure());
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.BAD_INPUT) {
        throw e;
      }
      return Outcome.failed(String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException | LabException e) {
      return Outcome.failed(String.valueOf(e.getMessage()));
    }
  }
}
