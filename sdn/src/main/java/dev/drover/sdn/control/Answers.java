package dev.drover.sdn.control;

import java.util.HashMap;
import java.util.Map;

/**
 * Hosts that talk ask one another now and then whether they are still there: ARP to the MAC that
 * they know (RFC 1122, section 2.3.2.1). Who gets no answer, since no controller is there to pass
 * the question on, gives the other up within seconds, whatever rules there are for its packets. So
 * the switch at which the asker is answers, as long as the two have a flow.
 *
 * <p>A period brings the rules in line with the flows. They have no timeout, since questions are
 * rarer than packets; a later run of the controller removes them from each switch that joins.
 */
final class Answers {
  /** With more than this, questions come to the controller: flows need the room more. */
  static final int MOST = 16_384;

  /** Who asks for whom. */
  private record Question(int asker, int asked) {}

  private record Answer(Switch at, long askerMac, long askedMac) {}

  /** What a switch is told of an answer. */
  private interface Order {
    void tell(Switch at, long cookie, long mac, int address, long askedMac, int asked);
  }

  private final FlowTable table;
  private final long cookie;
  private Map<Question, Answer> given = new HashMap<>();

  /**
   * @param cookie of rules that go with this run
   */
  Answers(FlowTable table, long cookie) {
    this.table = table;
    this.cookie = cookie;
  }

  /** A switch has none of them any more. */
  void forget(Switch joined) {
    given.values().removeIf(answer -> answer.at() == joined);
  }

  void periodEnded() {
    Map<Question, Answer> wanted = new HashMap<>();
    for (Flow flow : table.all()) {
      if (wanted.size() < MOST && flow.isInPlace()) {
        want(wanted, flow.source, flow.destination);
        want(wanted, flow.destination, flow.source);
      }
    }
    tell(given, wanted, Rules::noAnswer);
    tell(wanted, given, Rules::answer);
    given = wanted;
  }

  /** Tells switches of the answers that are not among others. */
  private void tell(Map<Question, Answer> all, Map<Question, Answer> others, Order order) {
    all.forEach((question, answer) -> {
      if (!answer.equals(others.get(question))) {
        order.tell(
            answer.at(),
            cookie,
            answer.askerMac(),
            question.asker(),
            answer.askedMac(),
            question.asked());
      }
    });
  }

  private static void want(Map<Question, Answer> wanted, Host asker, Host asked) {
    if (asker.station.known && asked.station.known) {
      wanted.put(
          new Question(asker.address, asked.address),
          new Answer(asker.place().owner, asker.station.mac, asked.station.mac));
    }
  }
}
