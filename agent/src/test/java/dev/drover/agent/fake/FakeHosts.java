package dev.drover.agent.fake;

import dev.drover.agent.Agent;
import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.migration.Timing;
import dev.drover.agent.vm.VmPlaces;
import dev.drover.calls.CallException;
import dev.drover.hypervisor.Hypervisor;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;

/**
 * Hosts with agents in one process. Agents reach each other as they do over a network: a dead one
 * does not answer, and one that dies while it is asked leaves its caller without an answer. What
 * agents wait for is short, so that thousands of migrations fit into a test.
 */
public final class FakeHosts implements AutoCloseable {
  /**
   * How migrations go.
   *
   * @param stepMs between two events of a transfer
   * @param cuts how often a post-copy migration loses its connection
   * @param mute whether the first of them comes at the hand-over, and a process whose connection is
   *     lost answers only what joins it again
   */
  public record Script(long stepMs, int cuts, boolean mute) {}

  private final Path directory;
  private final Script script;
  private final FakeWorld world = new FakeWorld();
  private final Map<String, Incarnation> hosts = new ConcurrentHashMap<>();

  private final Map<String, FakeNetwork> networks = new ConcurrentHashMap<>();
  private final Map<String, Runnable> answered = new ConcurrentHashMap<>();
  private final Timing timing;

  private record Incarnation(Life life, Agent agent, Phaser callers) {}

  public FakeHosts(Path directory, Script script) {
    this(directory, script, Duration.ofMinutes(1));
  }

  /**
   * @param lease how long a destination waits for its source
   */
  public FakeHosts(Path directory, Script script, Duration lease) {
    this.directory = directory;
    this.script = script;
    this.timing =
        new Timing(
            Duration.ofMillis(15),
            Duration.ofMillis(4),
            lease,
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(60),
            Duration.ofMillis(200));
  }

  /** Starts a host's agent, which dies at {@code lastStep} (0: never). */
  public void start(String host, int lastStep) {
    Life life = new Life(host, lastStep);
    AgentConfig config =
        new AgentConfig(
            host,
            directory.resolve(host),
            host + ":1",
            "10.0.0.1",
            new AgentConfig.Nic(
                "nic0", "br0", BitRate.ofMegabitsPerSecond(200), Bytes.of(65536), Optional.empty()),
            Bytes.ofMebibytes(1024),
            "tcg",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    FakeNetwork network = new FakeNetwork("tap-");
    networks.put(host, network);
    Agent agent =
        new Agent(
            config,
            new HypervisorOf(host, life),
            "fake",
            _ -> "tcg",
            network,
            VmPlaces.FLAT,
            url -> reach(life, url.getHost()),
            timing);
    try {
      agent.start();
    } catch (Life.AgentKilled e) {
      // It died while it started.
    }
    hosts.put(host, new Incarnation(life, agent, new Phaser(1)));
  }

  /** Replaces an agent that died; does nothing while it lives. */
  public boolean restartIfDead(String host) {
    Incarnation dead = hosts.get(host);
    if (dead == null || !dead.life().over()) {
      return false;
    }
    dead.agent().close();
    dead.callers().arriveAndAwaitAdvance();
    start(host, 0);
    return true;
  }

  public void kill(String host) {
    get(host).life().end();
  }

  private Incarnation get(String host) {
    return Optional.ofNullable(hosts.get(host)).orElseThrow();
  }

  public int stepsOf(String host) {
    return get(host).life().steps();
  }

  /** {@return a host's agent as the controller reaches it} */
  public PeerAgent agent(String host) {
    return reach(new Life("controller", 0), host);
  }

  private PeerAgent reach(Life caller, String host) {
    return (PeerAgent)
        Proxy.newProxyInstance(
            PeerAgent.class.getClassLoader(),
            new Class<?>[] {PeerAgent.class},
            (_, method, arguments) -> {
              caller.step();
              Incarnation there = get(host);
              there.callers().register();
              try {
                if (there.life().over()) {
                  throw unreachable(host);
                }
                Object answer = method.invoke(there.agent(), arguments);
                if (there.life().over()) {
                  throw unreachable(host);
                }
                Optional.ofNullable(answered.get(method.getName())).ifPresent(Runnable::run);
                caller.step();
                return answer;
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Life.AgentKilled killed && !killed.isOf(caller)) {
                  throw unreachable(host);
                }
                throw e.getCause();
              } finally {
                there.callers().arriveAndDeregister();
              }
            });
  }

  private static CallException unreachable(String host) {
    return new CallException(CallException.Kind.UNREACHABLE, host + " does not answer");
  }

  /** Keeps transfers in such a phase, until they fail or are released. */
  public void hold(Class<? extends MigrationPhase> phase) {
    world.hold(Optional.of(phase));
  }

  public void release() {
    world.hold(Optional.empty());
  }

  /** Has something done after an agent has carried out a call, before the caller hears of it. */
  public void whenAnswered(String method, Runnable work) {
    answered.put(method, work);
  }

  /** {@return the addresses for which a host's network was last told to catch} */
  public Set<String> ownedBy(String host) {
    return Optional.ofNullable(networks.get(host)).orElseThrow().owned();
  }

  public List<String> runningOn(String vm) {
    return world.runningOn(vm);
  }

  public List<String> aliveOn(String vm) {
    return world.aliveOn(vm);
  }

  public List<String> violations() {
    return world.violations();
  }

  /** Ends a VM's process as a crash of QEMU does. */
  public void crash(String vm, String host) {
    world.processOn(vm, host).ifPresent(world::kill);
  }

  /** {@return a small VM} */
  public static VmSpec spec(String name) {
    return new VmSpec(
        name,
        Bytes.ofMebibytes(64),
        1,
        Priority.LOW,
        new Sla(BitRate.ZERO, BitRate.ZERO),
        "52:54:00:00:00:01",
        "10.77.1.1",
        "/boot/vmlinuz",
        "/initrd",
        List.of(),
        Optional.empty());
  }

  public static URI url(String host) {
    return URI.create("http://" + host + ":1");
  }

  @Override
  public void close() {
    for (Incarnation host : hosts.values()) {
      host.life().end();
      host.agent().close();
    }
  }

  private final class HypervisorOf implements Hypervisor {
    private final String host;
    private final Life life;

    HypervisorOf(String host, Life life) {
      this.host = host;
      this.life = life;
    }

    @Override
    public Vm launch(VmLaunch launch) {
      life.step();
      FakeProcess process =
          world.launch(launch.name(), host, launch.directory(), launch.incoming());
      life.step();
      return new FakeVm(world, process, life, script);
    }

    @Override
    public Optional<Vm> adopt(String name, Path where) {
      life.step();
      return world.find(where).map(process -> new FakeVm(world, process, life, script));
    }
  }
}
