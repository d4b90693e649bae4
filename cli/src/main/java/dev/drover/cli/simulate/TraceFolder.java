package dev.drover.cli.simulate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.packet.TcpTrace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Windows and round trips of streams as CSV, a file for each. Until all are whole they have other
 * names; what is not kept is removed. Safe for use by many threads, each with streams of its own.
 */
final class TraceFolder implements AutoCloseable {
  private static final String HEAD =
      "seconds,event,windowBytes,thresholdBytes,inFlightBytes,roundTripSeconds\n";

  private final Path folder;
  private final boolean made;
  private final Set<String> streams;
  private final Map<Path, BufferedWriter> parts = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new TreeMap<>();
  private boolean closed;

  /**
   * A folder, made when it is not there.
   *
   * @param streams whose windows are wanted, by name
   */
  TraceFolder(Path folder, Set<String> streams) {
    this.folder = folder;
    this.streams = streams;
    this.made = !Files.exists(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "--trace " + folder + " cannot be made (" + e.getMessage() + ")", e);
    }
  }

  boolean wants(String stream) {
    return streams.contains(stream);
  }

  /** {@return the trace of a stream; a second one of that name gets a number} */
  synchronized TcpTrace open(long seed, String stream) {
    if (closed) {
      throw new CancellationException();
    }
    String name = "seed" + seed + "-" + stream;
    int number = numbers.merge(name, 1, Integer::sum);
    Path file = folder.resolve(name + (number == 1 ? "" : "-" + number) + ".csv");
    try {
      BufferedWriter writer = Files.newBufferedWriter(part(file));
      parts.put(file, writer);
      writer.write(HEAD);
      return new Lines(writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives all files their names, now that they are whole. {@return how many} */
  synchronized int keep() throws IOException {
    for (BufferedWriter writer : parts.values()) {
      writer.close();
    }
    for (Path file : parts.keySet()) {
      Files.move(part(file), file, StandardCopyOption.REPLACE_EXISTING);
    }
    int count = parts.size();
    parts.clear();
    return count;
  }

  /** Removes what was not kept. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (Map.Entry<Path, BufferedWriter> part : parts.entrySet()) {
      try {
        part.getValue().close();
      } finally {
        Files.deleteIfExists(part(part.getKey()));
      }
    }
    if (made && !parts.isEmpty()) {
      Files.deleteIfExists(folder);
    }
    parts.clear();
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private record Lines(BufferedWriter writer) implements TcpTrace {
    @Override
    public void look(
        long at, Event event, double window, double threshold, long inFlight, long roundTrip) {
      try {
        writer.write(
            String.format(
                Locale.ROOT,
                "%.9f,%s,%.0f,%s,%d,%s%n",
                SimTime.toSeconds(at),
                event.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                window,
                Double.isInfinite(threshold) ? "" : String.format(Locale.ROOT, "%.0f", threshold),
                inFlight,
                roundTrip == 0
                    ? ""
                    : String.format(Locale.ROOT, "%.9f", SimTime.toSeconds(roundTrip))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
