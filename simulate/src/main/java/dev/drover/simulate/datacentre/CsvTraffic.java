package dev.drover.simulate.datacentre;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.decide.communication.TrafficGraph;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A traffic matrix as text: {@code vm,peer,bytesPerSecond}, each pair in one line and both
 * directions together, below a line with these three names. VMs are numbers from 0; a pair that
 * comes twice counts twice, empty lines and those that begin with {@code #} count nothing. Read and
 * written line by line.
 */
public final class CsvTraffic {
  private static final String HEADER = "vm,peer,bytesPerSecond";
  private static final int MOST_VMS = 1 << 30;

  private CsvTraffic() {}

  /**
   * {@return what a file says, with as many VMs as the highest number needs}
   *
   * @throws IllegalArgumentException saying file, line and what is wrong there
   * @throws IOException when the file cannot be read
   */
  public static TrafficGraph read(Path file) throws IOException {
    int highest = -1;
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      Rows rows = new Rows(file, lines);
      while (rows.next()) {
        highest = Math.max(highest, Math.max(rows.vm, rows.peer));
      }
    }
    TrafficGraph.Builder builder = new TrafficGraph.Builder(highest + 1);
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      Rows rows = new Rows(file, lines);
      while (rows.next()) {
        rows.addTo(builder);
      }
    }
    return builder.build();
  }

  /** Writes a matrix so that {@link #read} gives it back. */
  public static void write(TrafficGraph traffic, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
      out.write(HEADER);
      out.newLine();
      for (int vm = 0; vm < traffic.vms(); vm++) {
        for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
          if (traffic.peer(i) > vm) {
            out.write(vm + "," + traffic.peer(i) + "," + traffic.rate(i));
            out.newLine();
          }
        }
      }
    }
  }

  private static final class Rows {
    private final Path file;
    private final BufferedReader lines;
    private int number;
    private int vm;
    private int peer;
    private double rate;

    Rows(Path file, BufferedReader lines) throws IOException {
      this.file = file;
      this.lines = lines;
      String header = line();
      if (header == null || !header.equals(HEADER)) {
        throw wrong("the first line must be " + HEADER);
      }
    }

    private @Nullable String line() throws IOException {
      String line;
      do {
        line = lines.readLine();
        number++;
      } while (line != null && (line.isBlank() || line.startsWith("#")));
      return line;
    }

    boolean next() throws IOException {
      String line = line();
      if (line == null) {
        return false;
      }
      int first = line.indexOf(',');
      int second = line.indexOf(',', first + 1);
      if (first < 0 || second < 0 || line.indexOf(',', second + 1) >= 0) {
        throw wrong("'" + line + "' is not " + HEADER);
      }
      vm = vm(line.substring(0, first));
      peer = vm(line.substring(first + 1, second));
      try {
        rate = Double.parseDouble(line.substring(second + 1));
      } catch (NumberFormatException e) {
        throw wrong("'" + line.substring(second + 1) + "' is no number of bytes a second");
      }
      if (vm == peer || !(rate > 0 && rate < Float.MAX_VALUE)) {
        throw wrong("VMs " + vm + " and " + peer + " cannot exchange " + rate + " bytes a second");
      }
      return true;
    }

    void addTo(TrafficGraph.Builder builder) {
      builder.add(vm, peer, rate);
    }

    private int vm(String text) {
      try {
        int number = Integer.parseInt(text.strip());
        if (number >= 0 && number < MOST_VMS) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw wrong("'" + text + "' is no VM; VMs are numbers from 0");
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(file + ":" + number + ": " + what);
    }
  }
}
