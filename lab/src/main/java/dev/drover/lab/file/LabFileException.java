package dev.drover.lab.file;

import dev.drover.lab.system.LabException;

/** A lab file was refused: {@code file:line: what is wrong; what to do}. */
public final class LabFileException extends LabException {
  private static final long serialVersionUID = 1L;

  LabFileException(String file, int line, String problem) {
    super(line > 0 ? file + ":" + line + ": " + problem : file + ": " + problem);
  }
}
