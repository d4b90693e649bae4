package dev.drover.simulate.kernel;

import java.util.Arrays;

/**
 * The event loop: calls actors in the order of (time, order of scheduling), so that the same run
 * gives the same result, bit for bit. One thread; nothing is allocated per event.
 *
 * <p>The queue is a flat 4-ary heap. An event is two longs, its time and a tag of sequence number
 * and actor; events are not taken back: an actor that is called before its time looks at the clock
 * and asks again.
 */
public final class Simulator {
  private static final int ACTOR_BITS = 24;
  private static final int MAX_ACTORS = 1 << ACTOR_BITS;
  private static final long ACTOR_MASK = MAX_ACTORS - 1;

  private long[] times = new long[1024];
  private long[] tags = new long[1024];
  private int size;
  private long sequence;
  private long now;
  private long events;
  private Actor[] actors = new Actor[64];
  private int actorCount;
  private boolean stopped;

  /** {@return the time of the event that is being handled, in picoseconds} */
  public long now() {
    return now;
  }

  /** {@return how many events have been handled} */
  public long events() {
    return events;
  }

  /** {@return how many events wait} */
  public int pending() {
    return size;
  }

  /** {@return the number by which {@code actor} is scheduled from now on} */
  public int register(Actor actor) {
    if (actorCount == MAX_ACTORS) {
      throw new IllegalStateException("no more than " + MAX_ACTORS + " actors in a simulation");
    }
    if (actorCount == actors.length) {
      actors = Arrays.copyOf(actors, actorCount * 2);
    }
    actors[actorCount] = actor;
    return actorCount++;
  }

  /**
   * Has {@code actor} called at {@code time}.
   *
   * @param actor its number
   * @throws IllegalArgumentException when that is in the past
   */
  public void schedule(long time, int actor) {
    if (time < now) {
      throw new IllegalArgumentException("time " + time + " ps is before now, " + now + " ps");
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      tags = Arrays.copyOf(tags, size * 2);
    }
    siftUp(size++, time, sequence++ << ACTOR_BITS | actor);
  }

  /** Handles events up to and including {@code until}, then stands at that time. */
  public void run(long until) {
    stopped = false;
    while (size > 0 && times[0] <= until && !stopped) {
      now = times[0];
      int actor = (int) (tags[0] & ACTOR_MASK);
      removeFirst();
      events++;
      actors[actor].act();
    }
    if (!stopped && until != SimTime.NEVER) {
      now = Math.max(now, until);
    }
  }

  /** Has {@link #run} return after the event that is being handled. */
  public void stop() {
    stopped = true;
  }

  private void siftUp(int from, long time, long tag) {
    long[] times = this.times;
    long[] tags = this.tags;
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >> 2;
      if (!before(time, tag, times[parent], tags[parent])) {
        break;
      }
      times[at] = times[parent];
      tags[at] = tags[parent];
      at = parent;
    }
    times[at] = time;
    tags[at] = tag;
  }

  private void removeFirst() {
    long[] times = this.times;
    long[] tags = this.tags;
    int last = --size;
    long time = times[last];
    long tag = tags[last];
    int at = 0;
    while (true) {
      int child = (at << 2) + 1;
      if (child >= last) {
        break;
      }
      int least = child;
      int end = Math.min(child + 4, last);
      for (int i = child + 1; i < end; i++) {
        if (before(times[i], tags[i], times[least], tags[least])) {
          least = i;
        }
      }
      if (!before(times[least], tags[least], time, tag)) {
        break;
      }
      times[at] = times[least];
      tags[at] = tags[least];
      at = least;
    }
    times[at] = time;
    tags[at] = tag;
  }

  private static boolean before(long time, long tag, long otherTime, long otherTag) {
    return time < otherTime || (time == otherTime && tag < otherTag);
  }
}
