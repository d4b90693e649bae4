package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that not all has come of, and until when an answer to each is waited for. Not safe
 * for use by several threads.
 */
final class Inquiries {
  /** No timeout is longer, however often it was doubled. In nanoseconds. */
  static final long LONGEST_TIMEOUT = 3_000_000_000L;

  private static final int MOST_DOUBLINGS = 5;

  private final FetchSettings settings;
  private final Responders responders;

  /** In the order in which they were sent. */
  private final Map<Integer, Inquiry> byNumber = new LinkedHashMap<>();

  private int lastNumber;
  private long inFlight;

  Inquiries(FetchSettings settings, Responders responders) {
    this.settings = settings;
    this.responders = responders;
  }

  Inquiry add(Transfer transfer, int from, int to, long now) {
    int number = ++lastNumber == 0 ? ++lastNumber : lastNumber;
    Inquiry inquiry = new Inquiry(number, transfer, from, to, now);
    byNumber.put(number, inquiry);
    transfer.inquiries.add(inquiry);
    inFlight += inquiry.missing;
    return inquiry;
  }

  /** {@return what a response answers, if that is waited for} */
  @Nullable Inquiry answered(Transfer transfer, ChunkResponse piece) {
    if (settings.prototype()) {
      return transfer.inquiries.isEmpty() ? null : transfer.inquiries.getFirst();
    }
    Inquiry inquiry = byNumber.get(piece.number());
    return inquiry != null && inquiry.transfer == transfer ? inquiry : null;
  }

  /** Has requests know what has come of them; of which all has come, those are over. */
  void settle(Transfer transfer) {
    for (Iterator<Inquiry> each = transfer.inquiries.iterator(); each.hasNext(); ) {
      Inquiry inquiry = each.next();
      int missing = transfer.partial.coverage().missing(inquiry.from, inquiry.to);
      inFlight += missing - inquiry.missing;
      inquiry.missing = missing;
      if (missing == 0) {
        each.remove();
        byNumber.remove(inquiry.number);
      }
    }
  }

  /** {@return those before this one that the same host would have answered before it} */
  List<Inquiry> overtaken(Inquiry by, Xid host) {
    List<Inquiry> overtaken = new ArrayList<>(0);
    for (Inquiry each : byNumber.values()) {
      if (each.number - by.number >= 0) {
        break;
      }
      if (each.expectedResponder().equals(host) && ++each.overtakenWhole >= Inquiry.OVERTAKEN) {
        overtaken.add(each);
      }
    }
    return overtaken;
  }

  /** Nothing is on its way for it any more. */
  void forget(Transfer transfer) {
    for (Inquiry each : transfer.inquiries) {
      inFlight -= each.missing;
      byNumber.remove(each.number);
    }
    transfer.inquiries.clear();
  }

  void forget(Inquiry inquiry) {
    inFlight -= inquiry.missing;
    byNumber.remove(inquiry.number);
    inquiry.transfer.inquiries.remove(inquiry);
  }

  List<Inquiry> all() {
    return List.copyOf(byNumber.values());
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  /** {@return bytes that were asked for and have not come} */
  long inFlight() {
    return inFlight;
  }

  /** {@return in how many nanoseconds the first of them is late, if it is not already} */
  long soonest(long now) {
    long soonest = LONGEST_TIMEOUT;
    for (Inquiry each : byNumber.values()) {
      soonest = Math.min(soonest, deadline(each) - now);
    }
    return soonest;
  }

  /** {@return from when on a request is late} */
  long deadline(Inquiry inquiry) {
    long first = settings.firstTimeout().toNanos();
    if (settings.prototype()) {
      return inquiry.sentAt + first;
    }
    Responders.Responder responder = responders.known(inquiry.expectedResponder());
    long timeout = responder == null ? responders.longestTimeout(first) : responder.timeout();
    long doubled = timeout << Math.min(MOST_DOUBLINGS, inquiry.transfer.silent);
    // Answers of one host queue: as long as it answers others, this one's is on its way. What is
    // lost meanwhile shows by what overtakes it.
    long heard = responder == null ? inquiry.heardAt : Math.max(inquiry.heardAt, responder.heardAt);
    return heard + Math.min(LONGEST_TIMEOUT, doubled);
  }
}
