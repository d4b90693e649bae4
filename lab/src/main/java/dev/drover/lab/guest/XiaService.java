package dev.drover.lab.guest;

import dev.drover.lab.calculation.CalculationService;
import dev.drover.lab.calculation.XiaSettings;
import dev.drover.xia.attach.Attachment;
import dev.drover.xia.daemon.KeyFile;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.link.UdpLink;
import dev.drover.xia.name.Enrolment;
import dev.drover.xia.name.NameClient;
import dev.drover.xia.name.Refusal;
import dev.drover.xia.node.Node;
import dev.drover.xia.transport.Datagram;
import dev.drover.xia.transport.Datagrams;
import dev.drover.xia.transport.StreamListener;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * The calculation service over XIA, streams and datagrams, on a host of XIA that is the guest
 * itself. Host and service have the same key. It has a name for as long as it runs, which follows
 * it wherever it goes.
 *
 * <p>In the directory are {@code key}, the guest's secret, and {@code settings}, its {@link
 * XiaSettings}.
 */
final class XiaService {
  private XiaService() {}

  static void start(Path directory) throws IOException {
    XiaSettings settings = XiaSettings.read(directory.resolve("settings"));
    Identity identity = KeyFile.of(directory.resolve("key"));
    Counter counter = new Counter(Clock.systemUTC());
    Node node = new Node(identity.hid(), List.of(UdpLink.open("eth0", UdpLink.DEFAULT_PACKET)));
    Attachment attachment =
        new Attachment(node, identity, counter, settings.attaches(settings.form()));
    XiaStack stack = new XiaStack(node);
    StreamListener streams = stack.listen(identity);
    Datagrams datagrams = stack.datagrams(identity);
    Services.run(
        "xia streams",
        () -> {
          while (true) {
            StreamSocket socket = streams.accept();
            Services.run("xia stream", () -> serve(socket));
          }
        });
    Services.run(
        "xia datagrams",
        () -> {
          while (true) {
            Datagram question = datagrams.receive();
            Services.answer(question.bytes(), reply -> datagrams.send(question.from(), reply));
          }
        });
    var _ =
        node.onMove(
            () -> System.out.println("drover guest calculates over XIA at " + streams.local()));
    node.start();
    attachment.solicit();
    Heard heard = new Heard();
    settings
        .client(node, attachment, counter)
        .keep(
            identity,
            settings.name(),
            () -> node.address(identity.sid()),
            NameClient.USUAL_LIFE,
            heard::told);
  }

  private static void serve(StreamSocket socket) throws IOException {
    try (socket) {
      CalculationService.serve(socket.input(), socket.output());
    }
  }

  /** Prints what became of the name, when it is not what became of it before. */
  private static final class Heard {
    private String last = "";

    void told(Enrolment enrolment) {
      String now =
          switch (enrolment) {
            case Enrolment.Done _ -> "it has its name";
            case Enrolment.Refused(Refusal reason) -> "its name is refused: " + reason.why();
            case Enrolment.Unavailable(String why) -> "it has no name yet: " + why;
          };
      if (!now.equals(last)) {
        last = now;
        System.out.println("drover guest: " + now);
      }
    }
  }
}
