package dev.drover.agent.migration;

import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.relay.Relays;
import dev.drover.hypervisor.Vm;
import dev.drover.model.Transport;
import java.util.Optional;

/** Where a migration arrives: at QEMU itself, or at a relay before it. */
final class Listener implements AutoCloseable {
  private final String dataAddress;
  private final Relays relays;
  private final PrepareRequest request;
  private final boolean relayed;

  Listener(String dataAddress, Relays relays, PrepareRequest request) {
    this.dataAddress = dataAddress;
    this.relays = relays;
    this.request = request;
    this.relayed = request.transfer().transport() == Transport.RELAY;
  }

  private String vm() {
    return request.vm().name();
  }

  private String qemuAddress() {
    return relayed ? relays.incoming(vm()).toString() : dataAddress;
  }

  /** Opens what the source is to connect to. */
  PrepareReply listen(Vm process) {
    int port =
        process.listen(qemuAddress(), 0, request.technique(), request.transfer().connections());
    return new PrepareReply(dataAddress, reached(vm(), port), disk(process));
  }

  /** The disk arrives on its own, as the memory does. */
  private Optional<PrepareReply.Disk> disk(Vm process) {
    return request
        .vm()
        .disk()
        .map(_ -> {
          String stream = Relays.disk(vm());
          int port =
              process.receiveDisk(relayed ? relays.incoming(stream).toString() : dataAddress);
          return new PrepareReply.Disk(dataAddress, reached(stream, port));
        });
  }

  /** {@return the port at which the source reaches what QEMU listens at} */
  private int reached(String stream, int port) {
    return relayed ? relays.receive(stream, dataAddress) : port;
  }

  /** Opens another one, for a post-copy that lost its connection. */
  PrepareReply listenAgain(Vm process) {
    int port = process.listenAgain(qemuAddress(), 0);
    return new PrepareReply(dataAddress, reached(vm(), port));
  }

  /** Nothing arrives any more. */
  @Override
  public void close() {
    if (relayed) {
      relays.endReceiver(vm());
      request.vm().disk().ifPresent(_ -> relays.endReceiver(Relays.disk(vm())));
    }
  }
}
