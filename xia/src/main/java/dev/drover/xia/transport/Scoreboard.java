package dev.drover.xia.transport;

import java.util.Arrays;

/**
 * What was sent and is not acknowledged as a whole: pieces of the stream in order, each with when
 * it was sent last and as the how-many-th of all sendings.
 *
 * <p>Lost is what was sent three sendings before one that arrived, or 9/8 of a round trip before it
 * (RFC 9002, section 6.1): told by sendings, a loss of what was sent again is noticed too. Pure
 * arrays; nothing is allocated for a packet.
 */
final class Scoreboard {
  /** More pieces than this are not under way. */
  static final int MOST = 4096;

  /** There is none. */
  static final long NONE = Long.MAX_VALUE;

  private static final int LATER_SENDINGS = 3;

  private static final byte FLYING = 0;
  private static final byte ARRIVED = 1;
  private static final byte LOST = 2;

  private long[] begin = new long[32];
  private int[] length = new int[32];
  private long[] sending = new long[32];
  private long[] sentAt = new long[32];
  private boolean[] again = new boolean[32];
  private byte[] state = new byte[32];
  private int head;
  private int count;
  private long sendings;
  private long flying;
  private int lost;

  /** The latest sending that arrived, and when it was. */
  private long arrivedSending = -1;

  private long arrivedSentAt;
  private long lossDeadline = NONE;
  private long newestLossSentAt;

  private int at(int index) {
    return (head + index) & (begin.length - 1);
  }

  int count() {
    return count;
  }

  /** {@return bytes that are thought to be on their way} */
  long flying() {
    return flying;
  }

  boolean anyLost() {
    return lost > 0;
  }

  long begin(int index) {
    return begin[at(index)];
  }

  int length(int index) {
    return length[at(index)];
  }

  /** A new piece, after all others, is sent. */
  void add(long from, int bytes, long now) {
    if (count == begin.length) {
      resize();
    }
    int slot = at(count++);
    begin[slot] = from;
    length[slot] = bytes;
    again[slot] = false;
    state[slot] = FLYING;
    sending[slot] = sendings++;
    sentAt[slot] = now;
    flying += bytes;
  }

  private void resize() {
    int old = begin.length;
    begin = unroll(begin, new long[2 * old]);
    sending = unroll(sending, new long[2 * old]);
    sentAt = unroll(sentAt, new long[2 * old]);
    int[] lengths = new int[2 * old];
    boolean[] agains = new boolean[2 * old];
    byte[] states = new byte[2 * old];
    for (int i = 0; i < old; i++) {
      int slot = (head + i) & (old - 1);
      lengths[i] = length[slot];
      agains[i] = again[slot];
      states[i] = state[slot];
    }
    length = lengths;
    again = agains;
    state = states;
    head = 0;
  }

  private long[] unroll(long[] from, long[] to) {
    System.arraycopy(from, head, to, 0, from.length - head);
    System.arraycopy(from, 0, to, from.length - head, head);
    return to;
  }

  /** A piece is sent again. */
  void resend(int index, long now) {
    int slot = at(index);
    if (state[slot] == LOST) {
      lost--;
      flying += length[slot];
    }
    state[slot] = FLYING;
    again[slot] = true;
    sending[slot] = sendings++;
    sentAt[slot] = now;
  }

  /** A piece becomes two, the first of {@code bytes}: packets may have become smaller. */
  void split(int index, int bytes) {
    if (count == begin.length) {
      resize();
    }
    for (int i = count; i > index + 1; i--) {
      move(at(i - 1), at(i));
    }
    count++;
    int first = at(index);
    int second = at(index + 1);
    move(first, second);
    length[first] = bytes;
    begin[second] += bytes;
    length[second] -= bytes;
    if (state[first] == LOST) {
      lost++;
    }
  }

  /**
   * A piece takes in those after it that are to be sent again with it, as many as make at most
   * {@code most} bytes together: what was sent as many small packets goes as few.
   *
   * @param also whether those are too that may still be on their way
   */
  void join(int index, int most, boolean also) {
    int first = at(index);
    int next = index + 1;
    while (next < count && length[first] + length(next) <= most && joins(at(next), also)) {
      int slot = at(next++);
      if (state[slot] == LOST) {
        lost--;
      } else {
        flying -= length[slot];
      }
      if (state[first] == FLYING) {
        flying += length[slot];
      }
      length[first] += length[slot];
    }
    int gone = next - index - 1;
    for (int i = next; gone > 0 && i < count; i++) {
      move(at(i), at(i - gone));
    }
    count -= gone;
  }

  private boolean joins(int slot, boolean also) {
    return state[slot] == LOST || (also && state[slot] == FLYING);
  }

  private void move(int from, int to) {
    begin[to] = begin[from];
    length[to] = length[from];
    sending[to] = sending[from];
    sentAt[to] = sentAt[from];
    again[to] = again[from];
    state[to] = state[from];
  }

  /** {@return the first piece that is lost; there must be one} */
  int firstLost() {
    int index = 0;
    while (state[at(index)] != LOST) {
      index++;
    }
    return index;
  }

  /** {@return the first piece that has not arrived, or -1} */
  int firstMissing() {
    for (int index = 0; index < count; index++) {
      if (state[at(index)] != ARRIVED) {
        return index;
      }
    }
    return -1;
  }

  /**
   * All before {@code place} has arrived.
   *
   * @param echo when the newest that arrived was sent; tells an arrival of what was sent again from
   *     one of its first sending
   * @return bytes of which that is news
   */
  long arrivedBefore(long place, long echo) {
    long news = 0;
    while (count > 0 && begin[head] < place) {
      if (begin[head] + length[head] <= place) {
        news += arrived(head, echo);
        head = at(1);
        count--;
      } else {
        int bytes = (int) (place - begin[head]);
        split(0, bytes);
      }
    }
    return news;
  }

  /** As {@link #arrivedBefore}, of the pieces that lie within {@code from} to {@code to} whole. */
  long arrived(long from, long to, long echo) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (begin(middle) < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    long news = 0;
    for (; low < count && begin(low) + length(low) <= to; low++) {
      news += arrived(at(low), echo);
    }
    return news;
  }

  private long arrived(int slot, long echo) {
    if (state[slot] == ARRIVED) {
      return 0;
    }
    if (state[slot] == FLYING) {
      flying -= length[slot];
    } else {
      lost--;
    }
    state[slot] = ARRIVED;
    boolean thisSending = !again[slot] || (echo != 0 && echo >= sentAt[slot]);
    if (thisSending && sending[slot] > arrivedSending) {
      arrivedSending = sending[slot];
      arrivedSentAt = sentAt[slot];
    }
    return length[slot];
  }

  /**
   * Finds what is lost.
   *
   * @return whether anything is newly so; {@link #newestLossSentAt} is of it
   */
  boolean findLost(long now, long rttNanos) {
    lossDeadline = NONE;
    long patience = rttNanos + rttNanos / 8 + 1_000_000;
    boolean news = false;
    for (int index = 0; index < count; index++) {
      int slot = at(index);
      if (state[slot] != FLYING || sending[slot] >= arrivedSending) {
        continue;
      }
      if (sending[slot] + LATER_SENDINGS <= arrivedSending || sentAt[slot] + patience <= now) {
        lose(slot);
        newestLossSentAt = news ? Math.max(newestLossSentAt, sentAt[slot]) : sentAt[slot];
        news = true;
      } else {
        lossDeadline = Math.min(lossDeadline, sentAt[slot] + patience);
      }
    }
    return news;
  }

  private void lose(int slot) {
    state[slot] = LOST;
    flying -= length[slot];
    lost++;
  }

  /** Gives up all that was sent at {@code time} or before. */
  void loseAll(long time) {
    for (int index = 0; index < count; index++) {
      int slot = at(index);
      if (state[slot] == FLYING && sentAt[slot] <= time) {
        lose(slot);
      }
    }
    lossDeadline = NONE;
  }

  /** {@return when {@link #findLost} would find more though nothing came, or {@link #NONE}} */
  long lossDeadline() {
    return lossDeadline;
  }

  /** {@return when the newest of what was found last was sent} */
  long newestLossSentAt() {
    return newestLossSentAt;
  }

  /** {@return when the newest sending that arrived was sent} */
  long arrivedSentAt() {
    return arrivedSentAt;
  }

  @Override
  public String toString() {
    return "%d pieces, %d bytes flying, %d lost, states %s"
        .formatted(count, flying, lost, Arrays.toString(state));
  }
}
