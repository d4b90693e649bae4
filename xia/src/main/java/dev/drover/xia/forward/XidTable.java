package dev.drover.xia.forward;

import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * From ids of one type to values. Open addressing over primitive arrays: a search reads the id out
 * of a packet and makes no object. Any number of threads may search while one changes it; a search
 * that a change ran into is repeated.
 */
final class XidTable<V> {
  private static final int SMALLEST = 16;

  private final StampedLock lock = new StampedLock();
  private Slots slots = new Slots(SMALLEST);

  /** Used slots; a slot whose value is null is free, and ends a search. */
  private int size;

  private static final class Slots {
    final long[] a;
    final long[] b;
    final int[] c;
    final @Nullable Object[] values;
    final int mask;

    Slots(int capacity) {
      a = new long[capacity];
      b = new long[capacity];
      c = new int[capacity];
      values = new Object[capacity];
      mask = capacity - 1;
    }

    int home(long a, long b, int c) {
      long mixed = (a ^ Long.rotateLeft(b, 21) ^ c) * 0x9E37_79B9_7F4A_7C15L;
      return (int) (mixed >>> 32) & mask;
    }

    @Nullable Object find(long idA, long idB, int idC) {
      // Bounded: an array that is being changed may show no free slot.
      int at = home(idA, idB, idC);
      for (int steps = 0; steps <= mask; steps++) {
        Object value = values[at];
        if (value == null) {
          return null;
        }
        if (a[at] == idA && b[at] == idB && c[at] == idC) {
          return value;
        }
        at = at + 1 & mask;
      }
      return null;
    }

    /** {@return where it is, or the free slot where it would be} */
    int place(long idA, long idB, int idC) {
      int at = home(idA, idB, idC);
      while (values[at] != null && (a[at] != idA || b[at] != idB || c[at] != idC)) {
        at = at + 1 & mask;
      }
      return at;
    }

    void set(int at, long idA, long idB, int idC, Object value) {
      a[at] = idA;
      b[at] = idB;
      c[at] = idC;
      values[at] = value;
    }

    /** Frees a slot and moves what had to pass it closer, so that no search ends too early. */
    void free(int at) {
      int hole = at;
      int next = hole;
      while (true) {
        next = next + 1 & mask;
        Object value = values[next];
        if (value == null) {
          values[hole] = null;
          return;
        }
        int home = home(a[next], b[next], c[next]);
        if ((next - home & mask) >= (next - hole & mask)) {
          set(hole, a[next], b[next], c[next], value);
          hole = next;
        }
      }
    }
  }

  /**
   * {@return the value of the id that stands in {@code bytes}, or null}
   *
   * @param at of the identifier, whose type stands before the id
   */
  @Nullable V find(ByteBuffer bytes, int at) {
    return find(bytes.getLong(at + 4), bytes.getLong(at + 12), bytes.getInt(at + 20));
  }

  @Nullable V find(Xid xid) {
    return find(xid.a(), xid.b(), xid.c());
  }

  @SuppressWarnings("unchecked")
  private @Nullable V find(long a, long b, int c) {
    long stamp = lock.tryOptimisticRead();
    if (stamp != 0) {
      Object found = slots.find(a, b, c);
      if (lock.validate(stamp)) {
        return (V) found;
      }
    }
    stamp = lock.readLock();
    try {
      return (V) slots.find(a, b, c);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @SuppressWarnings("unchecked")
  @Nullable V put(Xid xid, V value) {
    long stamp = lock.writeLock();
    try {
      int at = slots.place(xid.a(), xid.b(), xid.c());
      Object before = slots.values[at];
      slots.set(at, xid.a(), xid.b(), xid.c(), value);
      if (before == null && ++size > slots.mask / 2) {
        grow();
      }
      return (V) before;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void grow() {
    Slots old = slots;
    Slots larger = new Slots((old.mask + 1) * 2);
    for (int i = 0; i <= old.mask; i++) {
      Object value = old.values[i];
      if (value != null) {
        larger.set(larger.place(old.a[i], old.b[i], old.c[i]), old.a[i], old.b[i], old.c[i], value);
      }
    }
    slots = larger;
  }

  @SuppressWarnings("unchecked")
  @Nullable V remove(Xid xid) {
    long stamp = lock.writeLock();
    try {
      int at = slots.place(xid.a(), xid.b(), xid.c());
      Object before = slots.values[at];
      if (before != null) {
        slots.free(at);
        size--;
      }
      return (V) before;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  int size() {
    long stamp = lock.readLock();
    try {
      return size;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Shows all entries, in no order; must not change the table. */
  @SuppressWarnings("unchecked")
  void forEach(int type, BiConsumer<Xid, V> each) {
    long stamp = lock.readLock();
    try {
      for (int i = 0; i <= slots.mask; i++) {
        Object value = slots.values[i];
        if (value != null) {
          each.accept(new Xid(type, slots.a[i], slots.b[i], slots.c[i]), (V) value);
        }
      }
    } finally {
      lock.unlockRead(stamp);
    }
  }
}
