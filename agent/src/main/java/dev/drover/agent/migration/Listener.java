package dev.drover.agent.migration;

import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.transport.StreamTransport;
import dev.drover.agent.transport.StreamTransport.Place;
import dev.drover.hypervisor.Vm;
import java.util.Optional;

/** Where a migration arrives: at QEMU itself, or at what receives its streams before it. */
final class Listener implements AutoCloseable {
  private final String dataAddress;
  private final Transports transports;
  private final PrepareRequest request;

  Listener(String dataAddress, Transports transports, PrepareRequest request) {
    this.dataAddress = dataAddress;
    this.transports = transports;
    this.request = request;
  }

  private String vm() {
    return request.vm().name();
  }

  private Optional<StreamTransport> carrier() {
    return transports.get(request.transfer().transport());
  }

  private String qemuAddress(String stream) {
    return carrier().map(by -> by.incoming(stream).toString()).orElse(dataAddress);
  }

  /** Opens what the source is to connect to. */
  PrepareReply listen(Vm process) {
    int port =
        process.listen(qemuAddress(vm()), 0, request.technique(), request.transfer().connections());
    Place place = reached(vm(), port);
    return new PrepareReply(place.address(), place.port(), disk(process)).asking(place.token());
  }

  /** The disk arrives on its own, as the memory does. */
  private Optional<PrepareReply.Disk> disk(Vm process) {
    return request
        .vm()
        .disk()
        .map(_ -> {
          String stream = StreamTransport.disk(vm());
          int port = process.receiveDisk(qemuAddress(stream));
          Place place = reached(stream, port);
          return new PrepareReply.Disk(place.address(), place.port(), place.token());
        });
  }

  /** {@return where the source reaches what QEMU listens at} */
  private Place reached(String stream, int port) {
    return carrier()
        .map(by -> by.receive(stream, dataAddress))
        .orElseGet(() -> new Place(dataAddress, port, Optional.empty()));
  }

  /** Opens another one, for a post-copy that lost its connection. */
  PrepareReply listenAgain(Vm process) {
    int port = process.listenAgain(qemuAddress(vm()), 0);
    Place place = reached(vm(), port);
    return new PrepareReply(place.address(), place.port()).asking(place.token());
  }

  /** Nothing arrives any more. */
  @Override
  public void close() {
    transports
        .find(request.transfer().transport())
        .ifPresent(by -> {
          by.endReceiver(vm());
          request.vm().disk().ifPresent(_ -> by.endReceiver(StreamTransport.disk(vm())));
        });
  }
}
