package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.xialab.Cell.Domain;
import java.util.Optional;

/**
 * What the paper's tables 1 and 2 say of a cell.
 *
 * @param minutes total time
 * @param seconds downtime
 */
record Published(double minutes, double seconds) {
  /** Table 1; between domains the VM cannot be reached. */
  private static final Published TCP_INTRA = new Published(6.5, 1);

  /** {@return empty where the paper has no figures} */
  static Optional<Published> of(Cell cell) {
    boolean intra = cell.domain() == Domain.INTRA;
    return switch (cell.network()) {
      case TCP ->
          intra && cell.load() == Cell.Load.CALCULATION ? Optional.of(TCP_INTRA) : Optional.empty();
      case XIA_PAPER ->
          Optional.of(
              switch (cell.load()) {
                case CALCULATION -> new Published(intra ? 14 : 15, 1.2);
                case DBENCH -> intra ? new Published(12, 1.0) : new Published(13, 1.5);
                case NETPERF -> new Published(intra ? 12 : 14, 1.7);
              });
      case XIA_FAST, RELAY -> Optional.empty();
    };
  }
}
