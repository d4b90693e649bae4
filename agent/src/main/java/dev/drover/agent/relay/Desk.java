package dev.drover.agent.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relays of one process, by VM, and what is done about them. Safe for use by many threads. */
final class Desk implements AutoCloseable {
  private final Path directory;
  private final Map<String, Sender> senders = new HashMap<>();
  private final Map<String, Receiver> receivers = new HashMap<>();

  Desk(Path directory) {
    this.directory = directory;
  }

  /** Where a VM's QEMU connects to its sender. */
  static Path outgoing(Path directory, String vm) {
    return directory.resolve(vm + ".out");
  }

  /** Where a VM's QEMU listens for its receiver. */
  static Path incoming(Path directory, String vm) {
    return directory.resolve(vm + ".in");
  }

  Reply answer(Command command) {
    try {
      return switch (command) {
        case Command.Send c -> send(c);
        case Command.Receive c -> receive(c);
        case Command.Pass c -> told(c.vm(), sender -> sender.passBegan(c.pass()));
        case Command.PostCopy c -> told(c.vm(), Sender::postCopy);
        case Command.Pace c -> told(c.vm(), sender -> sender.pace(c.bytesPerSecond()));
        case Command.Look c -> told(c.vm(), _ -> {});
        case Command.EndSender c -> endSender(c.vm());
        case Command.EndReceiver c -> endReceiver(c.vm());
      };
    } catch (SocketFault | UncheckedIOException | IllegalArgumentException e) {
      return Reply.refused(String.valueOf(e.getMessage()));
    }
  }

  private Reply send(Command.Send command) {
    endSender(command.vm());
    Path socket = outgoing(directory, command.vm());
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make room for " + socket, e);
    }
    Sender sender =
        new Sender(
            command.vm(), socket, Place.tcp(command.address(), command.port()), command.coupling());
    synchronized (this) {
      senders.put(command.vm(), sender);
    }
    return Reply.DONE;
  }

  private Reply receive(Command.Receive command) {
    endReceiver(command.vm());
    Receiver receiver =
        new Receiver(
            command.vm(),
            Place.tcp(command.address(), command.port()),
            incoming(directory, command.vm()));
    synchronized (this) {
      receivers.put(command.vm(), receiver);
    }
    return Reply.listening(receiver.port());
  }

  private interface Told {
    void to(Sender sender);
  }

  private Reply told(String vm, Told told) {
    Sender sender;
    synchronized (this) {
      sender = senders.get(vm);
    }
    if (sender == null) {
      return Reply.DONE;
    }
    told.to(sender);
    return sender.news();
  }

  private Reply endSender(String vm) {
    Sender sender;
    synchronized (this) {
      sender = senders.remove(vm);
    }
    if (sender == null) {
      return Reply.DONE;
    }
    sender.close();
    return sender.news();
  }

  private Reply endReceiver(String vm) {
    Receiver receiver;
    synchronized (this) {
      receiver = receivers.remove(vm);
    }
    if (receiver == null) {
      return Reply.DONE;
    }
    Optional<String> complaint = receiver.complaint();
    receiver.close();
    return Reply.seen(List.of(), complaint);
  }

  /** {@return whether any connection stands} */
  synchronized boolean busy() {
    return senders.values().stream().anyMatch(Sender::busy)
        || receivers.values().stream().anyMatch(Receiver::busy);
  }

  @Override
  public synchronized void close() {
    senders.values().forEach(Sender::close);
    receivers.values().forEach(Receiver::close);
  }
}
