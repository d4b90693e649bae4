package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends every VM a datagram each 10 ms and keeps the time of each reply: what a client sees of a
 * VM's downtime. Row: arrival in µs since the epoch, round trip in µs, sequence number.
 */
final class Probes {
  static final Duration INTERVAL = Duration.ofMillis(10);

  private static final int SIZE = 2 * Long.BYTES;

  private final DatagramChannel channel;
  private final List<InetSocketAddress> targets;
  private final Map<InetAddress, Ring> rings = new HashMap<>();

  Probes(Path lab, LabFile file, List<LabFile.GuestVm> vms) throws IOException {
    Addresses addresses = new Addresses(file);
    channel = DatagramChannel.open();
    targets =
        vms.stream()
            .map(vm -> new InetSocketAddress(addresses.vm(vm.name()), GuestPorts.ECHO))
            .toList();
    for (LabFile.GuestVm vm : vms) {
      rings.put(
          InetAddress.getByName(addresses.vm(vm.name())),
          Ring.writer(ObserverFiles.file(lab, vm, "probe"), 3, ObserverFiles.PROBES));
    }
  }

  void start() {
    Thread.ofPlatform().name("probe-send").start(this::send);
    Thread.ofPlatform().name("probe-receive").start(this::receive);
  }

  private void send() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(SIZE);
    long next = System.nanoTime();
    for (long sequence = 0; ; sequence++) {
      for (InetSocketAddress target : targets) {
        datagram.clear().putLong(sequence).putLong(System.nanoTime()).flip();
        try {
          channel.send(datagram, target);
        } catch (IOException e) {
          // No way to this VM now; the missing reply tells.
        }
      }
      next += INTERVAL.toNanos();
      for (long left; (left = next - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private void receive() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(2 * SIZE);
    while (true) {
      try {
        datagram.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
        long nanos = System.nanoTime();
        Ring ring = from == null ? null : rings.get(from.getAddress());
        if (ring != null && datagram.position() == SIZE) {
          long sequence = datagram.getLong(0);
          ring.add(ObserverFiles.nowUs(), (nanos - datagram.getLong(Long.BYTES)) / 1000, sequence);
        }
      } catch (IOException e) {
        // As when sending: what was not received is what is measured.
      }
    }
  }
}
