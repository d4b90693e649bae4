package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.PublicKey;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.name.Answer.Found;
import dev.drover.xia.name.Answer.Names;
import dev.drover.xia.name.Answer.NotFound;
import dev.drover.xia.name.Answer.Refused;
import dev.drover.xia.name.Answer.Registered;
import dev.drover.xia.packet.MalformedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has which name, decided without clocks, sockets or threads.
 *
 * <p>The first to register a name owns it until it expires; who takes a free one must have a key of
 * its address: the intent's, or that of a node on the way there. What an owner says must be newer
 * by its counter than all that key said of that name before, also when the name expired in between.
 * Counters are forgotten beyond a bound, the oldest first; then a key and name that are not
 * remembered must be above the highest forgotten one. As counters are microseconds of wall clocks
 * ({@link dev.drover.xia.identity.Counter}), whoever registers now is.
 */
final class Registry {
  /** Whoever asks for more gets this. */
  static final Duration LONGEST_LIFE = Duration.ofHours(1);

  /** How long a client need not ask again for what is not there. */
  static final Duration NEGATIVE_LIFE = Duration.ofSeconds(2);

  private static final int COUNTERS_PER_NAME = 4;

  /**
   * A name that was registered.
   *
   * @param expires in the nanoseconds of the {@code now} of all methods
   */
  record Entry(Statement statement, Registration registration, long expires) {
    boolean lives(long now) {
      return expires - now > 0;
    }
  }

  /** A key that spoke of a name. */
  record Speaker(Name name, PublicKey key) {}

  private final int mostNames;
  private final NavigableMap<Name, Entry> names = new TreeMap<>();

  /** The highest counters, that heard last at the end. */
  private final LinkedHashMap<Speaker, Long> heard = new LinkedHashMap<>(16, 0.75f, true);

  /** Above all counters that were forgotten, Long.MIN_VALUE when none was. */
  private long forgotten = Long.MIN_VALUE;

  Registry(int mostNames) {
    if (mostNames < 1) {
      throw new IllegalArgumentException("mostNames must be at least 1, not " + mostNames);
    }
    this.mostNames = mostNames;
  }

  /**
   * Takes a registration, or says why not.
   *
   * @param wallMicros of the server's clock
   */
  Answer register(Statement statement, long now, long wallMicros) {
    Registration registration;
    try {
      registration = Registration.of(statement);
    } catch (MalformedPacket e) {
      return new Refused(Refusal.MALFORMED);
    }
    Name name = registration.name();
    Entry before = names.get(name);
    if (before != null && isRepeated(before, statement, now)) {
      // The answer was lost and the client asks again; nothing lasts longer by that.
      return new Registered(left(before, now));
    }
    Refusal wrong = judge(registration, statement, before, now);
    if (wrong != null) {
      return new Refused(wrong);
    }
    Duration life = min(registration.life(), LONGEST_LIFE);
    remember(new Speaker(name, statement.signer()), statement.counter(), wallMicros);
    names.put(name, new Entry(statement, registration, now + life.toNanos()));
    return new Registered(life);
  }

  private static boolean isRepeated(Entry before, Statement statement, long now) {
    return (before.lives(now) || before.registration().life().isZero())
        && statement.counter() == before.statement().counter()
        && Arrays.equals(statement.encode(), before.statement().encode());
  }

  private @Nullable Refusal judge(
      Registration registration, Statement statement, @Nullable Entry before, long now) {
    PublicKey signer = statement.signer();
    boolean owned = before != null && before.lives(now);
    if (before != null && owned && !before.statement().signer().equals(signer)) {
      return Refusal.NOT_THE_OWNER;
    }
    Long last = heard.get(new Speaker(registration.name(), signer));
    if (before != null && before.statement().signer().equals(signer)) {
      last = Math.max(before.statement().counter(), last == null ? Long.MIN_VALUE : last);
    }
    if (statement.counter() <= (last == null ? forgotten : last)) {
      return Refusal.NOT_NEWER;
    }
    if (!owned && !speaksFor(signer, registration.address())) {
      return Refusal.NOT_ITS_ADDRESS;
    }
    // Last, as it takes longest.
    if (!statement.genuine()) {
      return Refusal.FORGED;
    }
    return before == null && isFull(now) ? Refusal.FULL : null;
  }

  private static boolean speaksFor(PublicKey signer, Dag address) {
    return address.nodes().stream().anyMatch(node -> signer.xid(node.type()).equals(node));
  }

  private boolean isFull(long now) {
    if (names.size() >= mostNames) {
      names.values().removeIf(entry -> !entry.lives(now));
    }
    return names.size() >= mostNames;
  }

  private void remember(Speaker speaker, long counter, long wallMicros) {
    heard.put(speaker, counter);
    if (heard.size() > COUNTERS_PER_NAME * mostNames) {
      Map.Entry<Speaker, Long> eldest = heard.pollFirstEntry();
      if (eldest != null) {
        // A counter far ahead of time must not shut everyone else out.
        forgotten = Math.max(forgotten, Math.min(eldest.getValue(), wallMicros));
      }
    }
  }

  private static Duration left(Entry entry, long now) {
    return Duration.ofNanos(Math.max(0, entry.expires() - now));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  Answer find(Name name, long now) {
    Entry entry = names.get(name);
    return entry != null && entry.lives(now)
        ? new Found(entry.registration().address(), left(entry, now))
        : new NotFound(NEGATIVE_LIFE);
  }

  /** {@return names after {@code after}, or from the first, as many as an answer holds} */
  Answer list(Optional<Name> after, long now) {
    NavigableMap<Name, Entry> rest = after.map(name -> names.tailMap(name, false)).orElse(names);
    List<Name> found = new ArrayList<>();
    int bytes = 0;
    for (Map.Entry<Name, Entry> each : rest.entrySet()) {
      if (each.getValue().lives(now)) {
        bytes += 1 + each.getKey().text().length();
        if (bytes > Answer.MOST_BYTES || found.size() == 0xFF) {
          return new Names(found, true);
        }
        found.add(each.getKey());
      }
    }
    return new Names(found, false);
  }

  /** What survives a restart. */
  record Kept(long forgotten, Map<Speaker, Long> heard, List<Entry> entries) {}

  Kept kept() {
    return new Kept(forgotten, new LinkedHashMap<>(heard), List.copyOf(names.values()));
  }

  /** Takes what another one kept, before anything else is done. */
  void restore(Kept kept) {
    forgotten = kept.forgotten();
    heard.putAll(kept.heard());
    for (Entry entry : kept.entries()) {
      names.put(entry.registration().name(), entry);
    }
  }
}
