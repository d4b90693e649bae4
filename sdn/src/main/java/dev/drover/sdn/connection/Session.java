package dev.drover.sdn.connection;

import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a switch is in saying who it is (OpenFlow 1.3.5, section 6.3). Pure: what is to be sent
 * and told is in the {@link Step}.
 */
sealed interface Session {
  /** The messages of the handshake have these transactions; all others have higher ones. */
  int HELLO_XID = 1;

  int FEATURES_XID = 2;
  int CONFIG_XID = 3;
  int PORTS_XID = 4;
  int FIRST_FREE_XID = 16;

  /** Far above any switch; each part of the ports costs as much as all before it. */
  int MOST_PORTS = 1 << 14;

  int MOST_LATER = 1 << 10;

  int HELLO_FAILED = 0;
  int INCOMPATIBLE = 0;

  /** Our hello is out, theirs is awaited. */
  record Greeting() implements Session {}

  /** The features were asked for. */
  record Identifying() implements Session {}

  /**
   * The ports were asked for.
   *
   * @param later port changes that came after the first part of the ports
   */
  record Describing(FeaturesReply features, List<Port> ports, List<Message> later)
      implements Session {
    public Describing {
      ports = List.copyOf(ports);
      later = List.copyOf(later);
    }
  }

  /** The switch has joined. */
  record Joined() implements Session {}

  /** What a message leads to. */
  sealed interface Step {
    /** On to {@code session}, after sending {@code send}. */
    record Go(Session session, List<Message> send) implements Step {
      public Go {
        send = List.copyOf(send);
      }
    }

    /** The switch has said all; {@code later} happened after it did. */
    record Join(FeaturesReply features, List<Port> ports, List<Message> later) implements Step {
      public Join {
        ports = List.copyOf(ports);
        later = List.copyOf(later);
      }
    }

    /** A message for the controller. */
    record Deliver(Message message) implements Step {}

    /** No session with this peer; {@code send} is for it to know. */
    record Refuse(String why, List<Message> send) implements Step {
      public Refuse {
        send = List.copyOf(send);
      }
    }
  }

  /** {@return what is sent as soon as the connection is there} */
  static Message hello() {
    return new Hello(HELLO_XID, OpenFlow.VERSION, List.of(OpenFlow.VERSION));
  }

  /** {@return what {@code message} leads to} */
  static Step next(Session session, Message message) {
    if (message instanceof EchoRequest request) {
      return new Step.Go(session, List.of(new EchoReply(request.xid(), request.data())));
    }
    return switch (session) {
      case Greeting _ -> greeted(message);
      case Identifying _ -> identified(session, message);
      case Describing describing -> described(describing, message);
      case Joined _ ->
          switch (message) {
            case Hello _, EchoReply _, FeaturesReply _ -> new Step.Go(session, List.of());
            default -> new Step.Deliver(message);
          };
    };
  }

  private static Step greeted(Message message) {
    return switch (message) {
      case Hello hello when agrees(hello) ->
          new Step.Go(new Identifying(), List.of(new FeaturesRequest(FEATURES_XID)));
      case Hello hello ->
          new Step.Refuse(
              "it does not speak OpenFlow 1.3 (wire version 4), it offers " + hello.versions(),
              List.of(
                  new ErrorMessage(
                      hello.xid(),
                      HELLO_FAILED,
                      INCOMPATIBLE,
                      Octets.of(
                          "only OpenFlow 1.3 (wire version 4)"
                              .getBytes(StandardCharsets.US_ASCII)))));
      case ErrorMessage error -> refused(error);
      default -> new Step.Refuse("it does not greet first: " + name(message), List.of());
    };
  }

  /** A higher version without a bitmap means every lower one too: the smaller one is spoken. */
  private static boolean agrees(Hello hello) {
    return hello.versions().contains(OpenFlow.VERSION)
        || (hello.headerVersion() > OpenFlow.VERSION
            && hello.versions().equals(List.of(hello.headerVersion())));
  }

  private static Step identified(Session session, Message message) {
    return switch (message) {
      case FeaturesReply features when features.auxiliaryId() != 0 ->
          new Step.Refuse("it is an auxiliary connection, which nothing is sent over", List.of());
      case FeaturesReply features ->
          new Step.Go(
              new Describing(features, List.of(), List.of()),
              List.of(
                  new SetConfig(CONFIG_XID, 0, OpenFlow.WHOLE), new PortDescRequest(PORTS_XID)));
      case ErrorMessage error -> refused(error);
      default -> new Step.Go(session, List.of());
    };
  }

  private static Step described(Describing session, Message message) {
    return switch (message) {
      case PortDescReply reply -> {
        List<Port> ports = joined(session.ports(), reply.ports());
        if (ports.size() > MOST_PORTS) {
          yield new Step.Refuse("it has more than " + MOST_PORTS + " ports", List.of());
        }
        yield reply.more()
            ? new Step.Go(new Describing(session.features(), ports, session.later()), List.of())
            : new Step.Join(session.features(), ports, session.later());
      }
      // What changed before the first part is in it.
      case PortStatus _ when session.later().size() >= MOST_LATER ->
          new Step.Refuse(
              "more than " + MOST_LATER + " ports changed before it had named them", List.of());
      case PortStatus _ when !session.ports().isEmpty() ->
          new Step.Go(
              new Describing(
                  session.features(), session.ports(), joined(session.later(), List.of(message))),
              List.of());
      case ErrorMessage error -> refused(error);
      default -> new Step.Go(session, List.of());
    };
  }

  private static Step refused(ErrorMessage error) {
    return new Step.Refuse(
        "it answers the handshake with error type "
            + error.type()
            + " code "
            + error.code()
            + (error.type() == HELLO_FAILED ? " (no common version)" : ""),
        List.of());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static String name(Message message) {
    return message.getClass().getSimpleName();
  }
}
