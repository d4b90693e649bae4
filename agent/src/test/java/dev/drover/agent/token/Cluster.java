package dev.drover.agent.token;

import dev.drover.agent.api.Decision;
import dev.drover.agent.flow.PeerRate;
import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Pass;
import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.Damping;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.model.PlannedMigration.Prediction;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;

/**
 * Hosts without a network between them but this: whom each can reach and which answers get lost is
 * what a test says. Host {@code h} has address {@code h}; VMs are 101 and up.
 */
final class Cluster implements AutoCloseable {
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofMillis(2),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(1500));

  private final List<Site> sites = new ArrayList<>();
  private final Map<Integer, Integer> hostOf = new ConcurrentSkipListMap<>();
  private final Map<Integer, List<PeerRate>> peers = new ConcurrentHashMap<>();
  private final Map<Integer, Keeper> keepers = new ConcurrentHashMap<>();
  private final Map<Integer, Book> books = new TreeMap<>();

  /** VMs whose next migration fails. */
  final Set<String> stuck = ConcurrentHashMap.newKeySet();

  private final Set<Integer> down = ConcurrentHashMap.newKeySet();

  /** Each time that the token was held, in the order of time. */
  final List<Decision> holds = new CopyOnWriteArrayList<>();

  volatile BiPredicate<Integer, Integer> reaches = (_, _) -> true;
  volatile BiPredicate<Integer, Message> losesAnswer = (_, _) -> false;
  volatile Duration slowness = Duration.ZERO;

  /** How long every VM has been where it is. */
  volatile Duration since = Duration.ofHours(1);

  /** What happens as a host looks up a VM's traffic. */
  volatile Runnable looking = () -> {};

  /** Hosts 1 to {@code hosts}, two in each rack, and VMs 101… on them in turn. */
  Cluster(int hosts, int vms) {
    for (int host = 1; host <= hosts; host++) {
      sites.add(new Site("h" + host, host, List.of("r" + (host + 1) / 2)));
      books.put(host, new InMemory());
    }
    for (int vm = 0; vm < vms; vm++) {
      hostOf.put(101 + vm, vm % hosts + 1);
    }
    for (int host = 1; host <= hosts; host++) {
      up(host);
    }
  }

  int[] vms() {
    return hostOf.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  int hostOf(int vm) {
    return hostOf.getOrDefault(vm, 0);
  }

  Keeper keeper(int host) {
    return Objects.requireNonNull(keepers.get(host));
  }

  /** A VM is on another host, as if it had been there all along. */
  void put(int vm, int host) {
    hostOf.put(vm, host);
  }

  /** Two VMs talk, as both of their hosts see. */
  void talk(int one, int other, double rate) {
    peers
        .computeIfAbsent(one, _ -> new CopyOnWriteArrayList<>())
        .add(new PeerRate(other, rate, 10_000));
    peers
        .computeIfAbsent(other, _ -> new CopyOnWriteArrayList<>())
        .add(new PeerRate(one, rate, 10_000));
  }

  Optional<Long> create(int host, String policy, int rounds) {
    return create(host, policy, rounds, 1);
  }

  Optional<Long> create(int host, String policy, int rounds, int together) {
    return keeper(host)
        .create(Token.first(1, TokenPolicies.named(policy), rounds, vms(), together, false));
  }

  /** A host's program ends, as if killed; its VMs go on. */
  void down(int host) {
    down.add(host);
    keeper(host).close();
    keepers.remove(host);
  }

  /** It starts again, with what it had on record. */
  void up(int host) {
    Site own = sites.get(host - 1);
    Lines lines = (address, request) -> ask(host, address, request);
    Here here = new HereOf(host);
    List<Integer> addresses = sites.stream().map(Site::address).toList();
    Holder holder =
        new Holder(
            sites,
            host - 1,
            new Rules(
                LevelWeights.PAPER,
                CandidateRule.FIRST_THAT_LOWERS,
                0,
                Optional.empty(),
                new Damping(Duration.ofSeconds(1), Duration.ZERO)),
            here,
            lines,
            this::move,
            InstantSource.system(),
            decision -> {
              // Who was killed meanwhile says nothing.
              if (!down.contains(host)) {
                holds.add(decision);
              }
            });
    Keeper keeper =
        new Keeper(
            own,
            here,
            lines,
            new Parliament(addresses, host, lines),
            holder,
            PATIENCE,
            Objects.requireNonNull(books.get(host)));
    down.remove(host);
    keepers.put(host, keeper);
    keeper.start();
  }

  private Mover.Move move(String vm, String destination) {
    int address = Integer.parseInt(vm);
    int host = Integer.parseInt(destination.substring(1));
    return new Mover.Move() {
      @Override
      public Prediction prediction() {
        return new Prediction(Duration.ofSeconds(1), Duration.ZERO, Bytes.of(1000), Bytes.ZERO);
      }

      @Override
      public Mover.Moved run() {
        if (stuck.remove(vm) || down.contains(hostOf(address)) || down.contains(host)) {
          return new Mover.Moved(false, 0, "nobody there");
        }
        hostOf.put(address, host);
        return new Mover.Moved(true, 1, "moved");
      }
    };
  }

  private Reply ask(int from, int address, Message request) {
    int to = address > 100 ? hostOf(address) : address;
    Keeper keeper = keepers.get(to);
    if (down.contains(from) || keeper == null || !reaches.test(from, to)) {
      return new Reply.NotSent("no way from " + from + " to " + to);
    }
    Message answer = keeper.answer(request);
    return losesAnswer.test(from, request)
        ? new Reply.NoAnswer("lost on the way back")
        : answer instanceof Message.Refused(String why)
            ? new Reply.NotSent(why)
            : new Reply.Told(answer);
  }

  /** {@return who has the token of the highest generation that is about, or was} */
  long generation() {
    return keepers.values().stream()
        .mapToLong(keeper -> keeper.standing().seen().generation())
        .max()
        .orElse(0);
  }

  boolean ended(long generation) {
    return keepers.values().stream().allMatch(k -> k.standing().ended() >= generation);
  }

  static boolean isPass(Message message) {
    return message instanceof Pass;
  }

  @Override
  public void close() {
    keepers.values().forEach(Keeper::close);
  }

  /** One host's view. */
  private final class HereOf implements Here {
    private static final int ROOM = 4;
    private final int host;

    HereOf(int host) {
      this.host = host;
    }

    @Override
    public Optional<Resident> vm(int address) {
      return hostOf(address) == host
          ? Optional.of(new Resident(Integer.toString(address), Bytes.of(1 << 20), 1, since))
          : Optional.empty();
    }

    @Override
    public List<PeerRate> peers(int address) {
      looking.run();
      try {
        Thread.sleep(slowness);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return List.copyOf(peers.getOrDefault(address, List.of()));
    }

    @Override
    public Bytes free() {
      return Bytes.of((long) slots() << 20);
    }

    @Override
    public int slots() {
      long here = hostOf.values().stream().filter(each -> each == host).count();
      return (int) Math.max(0, ROOM - here);
    }
  }

  /** A host without VMs. */
  static final class Nobody implements Here {
    @Override
    public Optional<Resident> vm(int address) {
      return Optional.empty();
    }

    @Override
    public List<PeerRate> peers(int address) {
      return List.of();
    }

    @Override
    public Bytes free() {
      return Bytes.ZERO;
    }

    @Override
    public int slots() {
      return 0;
    }
  }

  /** What outlives a host's program. */
  static final class InMemory implements Book {
    private Standing standing = Standing.NEW;

    @Override
    public synchronized Standing load() {
      return standing;
    }

    @Override
    public synchronized void save(Standing next) {
      standing = next;
    }
  }
}
