package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.OpenFlow;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What switches would not do (OpenFlow 1.3.5, section 7.4.4). Told once for each kind and flow. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private static final int FLOW_MOD = 14;
  private static final int FLOW_MOD_FAILED = 5;

  /** Of a switch that goes on and on about what concerns no flow, so many kinds are told. */
  private static final int MOST_KINDS = 64;

  private record Kind(Switch from, int type, int code) {}

  private final Flows flows;
  private final Set<Kind> told = new HashSet<>();

  Refusals(Flows flows) {
    this.flows = flows;
  }

  void take(Switch from, ErrorMessage error, long nanos) {
    Optional<Flow> flow = flow(from, error, nanos);
    if (flow.isPresent()) {
      if (flow.get().complain(error.type() << Short.SIZE | error.code())) {
        LOG.warn("{} refused a rule of {}: {}", from, flow.get(), reason(error));
      }
    } else if (told.size() < MOST_KINDS && told.add(new Kind(from, error.type(), error.code()))) {
      LOG.warn("{} refused a message: {}", from, reason(error));
    }
  }

  /** {@return the flow whose rule the refused message, of which a part comes back, should set} */
  private Optional<Flow> flow(Switch from, ErrorMessage error, long nanos) {
    if (error.data().length() < OpenFlow.HEADER + Long.BYTES || error.data().at(1) != FLOW_MOD) {
      return Optional.empty();
    }
    ByteBuffer refused = error.data().buffer();
    long cookie = refused.getLong(OpenFlow.HEADER);
    return Cookie.isOwn(cookie) ? flows.refused(from, cookie, nanos) : Optional.empty();
  }

  private static String reason(ErrorMessage error) {
    String kind = "error type " + error.type() + " code " + error.code();
    if (error.type() != FLOW_MOD_FAILED) {
      return kind;
    }
    return switch (error.code()) {
      case 1 -> "its table is full";
      case 2 -> "it has no such table";
      case 3 -> "the rule overlaps another";
      case 4 -> "it does not permit it";
      default -> "the rule is not possible there (" + kind + ")";
    };
  }
}
