package dev.drover.lab.observe;

import static java.util.stream.Collectors.toMap;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings every VM as often as the file says (fping) and keeps the time of each reply: what a client
 * sees of a VM's downtime. Row: arrival in µs since the epoch, round trip in µs, sequence number.
 * The guest's kernel answers: a program in an emulated guest that echoes datagrams costs twice as
 * much, a tenth of a core for every VM.
 */
final class Probes {
  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** A reply that comes later, as after a long stop, is not waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Addresses are padded to the length of the longest. */
  private static final Pattern REPLY =
      Pattern.compile(
          "\\[(\\d+)\\.(\\d+)] (\\S+) +: \\[(\\d+)], \\d+ bytes, (\\d+(?:\\.\\d+)?) ms.*");

  private final Duration interval;
  private final Map<String, Ring> rings;

  Probes(Path lab, LabFile file, List<LabFile.GuestVm> vms) {
    interval = file.probing();
    Addresses addresses = new Addresses(file);
    rings =
        vms.stream()
            .collect(
                toMap(
                    vm -> addresses.vm(vm.name()),
                    vm ->
                        Ring.writer(
                            ObserverFiles.file(lab, vm, "probe"), 3, ObserverFiles.PROBES)));
  }

  /** One reply: when it came, from whom. */
  record Reply(String from, long arrivalUs, long roundTripUs, long sequence) {
    /** {@return the reply in a line of fping's, empty when the line tells something else} */
    static Optional<Reply> parse(String line) {
      Matcher matcher = REPLY.matcher(line);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String fraction = (matcher.group(2) + "000000").substring(0, 6);
      return Optional.of(
          new Reply(
              matcher.group(3),
              Long.parseLong(matcher.group(1)) * 1_000_000 + Long.parseLong(fraction),
              Math.round(Double.parseDouble(matcher.group(5)) * 1000),
              Long.parseLong(matcher.group(4))));
    }
  }

  void start(Commands commands) {
    if (!rings.isEmpty()) {
      Thread.ofPlatform().name("probe").start(() -> probe(commands));
    }
  }

  private void probe(Commands commands) {
    try {
      while (true) {
        once(commands);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new LabException("fping does not start; install the package fping", e);
    }
  }

  private void once(Commands commands) throws IOException, InterruptedException {
    Process process =
        commands
            .builder(command())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(line -> Reply.parse(line).ifPresent(this::keep));
    }
    LOG.info("fping ended with code {}", process.waitFor());
  }

  private void keep(Reply reply) {
    Ring ring = rings.get(reply.from());
    if (ring != null) {
      ring.add(reply.arrivalUs(), reply.roundTripUs(), reply.sequence());
    }
  }

  /**
   * For ever, each VM once per interval; nothing is sent again. All of a turn must be sent before
   * the next is due: fping hears nothing of those that it never comes to.
   */
  private List<String> command() {
    List<String> command = new ArrayList<>(List.of("fping", "--loop", "--timestamp", "--retry=0"));
    command.add("--interval=" + between(rings.size()));
    command.add("--period=" + interval.toMillis());
    command.add("--timeout=" + PATIENCE.toMillis());
    command.addAll(rings.keySet());
    return command;
  }

  /** {@return milliseconds between two VMs, as fping takes them} */
  private String between(int vms) {
    return String.format(Locale.ROOT, "%.2f", Math.min(1, 0.8 * interval.toMillis() / vms));
  }
}
