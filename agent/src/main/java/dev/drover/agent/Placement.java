package dev.drover.agent;

import dev.drover.agent.api.Decision;
import dev.drover.agent.api.PairRate;
import dev.drover.agent.api.PlacementAgent;
import dev.drover.agent.api.PlacementConfig;
import dev.drover.agent.api.PlacementReport;
import dev.drover.agent.api.PlacementSettings;
import dev.drover.agent.api.TokenRequest;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.flow.FlowPoller;
import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.flow.PeerRate;
import dev.drover.agent.token.Here;
import dev.drover.agent.token.Mover;
import dev.drover.agent.token.Patience;
import dev.drover.agent.token.Rules;
import dev.drover.agent.token.Site;
import dev.drover.agent.token.TokenService;
import dev.drover.agent.vm.HostedVm;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.calls.TlsFiles;
import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.Damping;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.hypervisor.Vm;
import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host's part in S-CORE: the traffic of its VMs, and the token when it is here. */
public final class Placement implements PlacementAgent, AutoCloseable {
  private static final List<Double> WEIGHTS = List.of(1.0, Math.exp(1), Math.exp(3), Math.exp(5));

  private final PlacementConfig config;
  private final PlacementConfig.Host own;
  private final List<Double> weights;
  private final FlowPoller flows;
  private final VmRegistry vms;
  private final TokenService token;

  /**
   * Takes part at once, and goes on with what an earlier agent of this host left.
   *
   * @param host the name of this one
   * @param directory of its records
   * @param tls empty to believe everybody
   */
  Placement(
      PlacementConfig config,
      String host,
      Path directory,
      Optional<TlsFiles> tls,
      VmRegistry vms,
      FlowPoller flows,
      Mover mover) {
    this.config = config;
    this.own =
        config
            .host(host)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "placement: host " + host + " is not among the hosts that it lists"));
    PlacementSettings settings = config.settings();
    this.weights = settings.weights().orElse(WEIGHTS);
    this.vms = vms;
    this.flows = flows;
    this.token =
        new TokenService(
            config.hosts().stream().map(Placement::site).toList(),
            host,
            directory.resolve("records/placement"),
            config.port(),
            tls,
            new Rules(
                new LevelWeights(weights),
                CandidateRule.FIRST_THAT_LOWERS,
                settings.price().orElse(0.0),
                settings.horizon(),
                new Damping(window(settings), settings.minimumStay().orElse(Duration.ZERO))),
            new Patience(
                settings.pause().orElse(Duration.ZERO),
                settings.watchEvery().orElse(Duration.ofSeconds(1)),
                settings.lostAfter().orElse(Duration.ofSeconds(10)),
                settings.silence().orElse(Duration.ofMinutes(2))),
            new Residents(),
            mover,
            InstantSource.system());
  }

  /** {@return over which traffic is averaged} */
  public static Duration window(PlacementSettings settings) {
    return settings.window().orElse(Duration.ofSeconds(10));
  }

  private static Site site(PlacementConfig.Host host) {
    return new Site(host.name(), Ipv4.parse(host.dataAddress()), host.location());
  }

  @Override
  public PlacementReport placement() {
    return new PlacementReport(
        own.name(),
        own.location(),
        weights,
        config.settings().slots(),
        window(config.settings()).toMillis(),
        flows.table().size(),
        token.state());
  }

  @Override
  public List<PairRate> traffic() {
    List<PairRate> all = new ArrayList<>();
    for (HostedVm vm : owned()) {
      String address = vm.record().spec().address();
      long here = vm.ownedFor().toMillis();
      for (PeerRate rate : flows.peers(Ipv4.parse(address))) {
        all.add(
            new PairRate(
                address,
                Ipv4.text(rate.peer()),
                rate.bytesPerSecond(),
                Math.min(rate.measuredMs(), here)));
      }
    }
    return all;
  }

  @Override
  public List<Decision> decisions(long sinceMs) {
    return token.decisions(sinceMs);
  }

  @Override
  public TokenGeneration create(TokenRequest request) {
    int[] addresses = request.vms().stream().mapToInt(Ipv4::parse).toArray();
    try {
      return token
          .create(
              TokenPolicies.named(request.policy()),
              request.rounds(),
              request.together(),
              request.still(),
              addresses)
          .map(TokenGeneration::new)
          .orElseThrow(() ->
              new CallException(
                  Kind.REFUSED,
                  "no majority of the hosts agreed to a token; bring their agents back"));
    } catch (IllegalArgumentException e) {
      throw new CallException(Kind.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public TokenGeneration end() {
    return new TokenGeneration(token.end());
  }

  private List<HostedVm> owned() {
    return vms.all().stream()
        .filter(vm ->
            vm.record().role() == Role.OWNER
                && vm.record().migration().isEmpty()
                && vm.process().filter(Vm::alive).isPresent())
        .toList();
  }

  /** Stops to take part; what is on record goes on with a successor. */
  @Override
  public void close() {
    token.close();
    flows.close();
  }

  /** This host's VMs as the token's protocol sees them. */
  private final class Residents implements Here {
    @Override
    public Optional<Resident> vm(int address) {
      String text = Ipv4.text(address);
      return owned().stream()
          .filter(vm -> vm.record().spec().address().equals(text))
          .findFirst()
          .map(vm ->
              new Resident(
                  vm.record().spec().name(),
                  vm.memory(),
                  vm.record().spec().cpus(),
                  vm.ownedFor()));
    }

    @Override
    public List<PeerRate> peers(int address) {
      return flows.peers(address);
    }

    @Override
    public Bytes free() {
      return vms.free();
    }

    @Override
    public int slots() {
      int limit = config.settings().slots().orElse(Integer.MAX_VALUE);
      return Math.max(0, limit - vms.all().size());
    }
  }
}
