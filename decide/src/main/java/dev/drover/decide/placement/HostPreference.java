package dev.drover.decide.placement;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.model.VmObservation;

/** Which of several hosts with room is taken. */
public interface HostPreference {
  /** {@return how unwelcome {@code vm} is on {@code host}; the lowest is taken, then by name} */
  double score(ClusterLoad load, String host, VmObservation vm);

  /** {@return one word group for the {@code why} line, such as {@code least loaded NIC}} */
  String text();

  /** The host whose NIC is least loaded once the VM is there, by its busier direction. */
  final class LeastLoadedNic implements HostPreference {
    @Override
    public double score(ClusterLoad load, String host, VmObservation vm) {
      return load.utilisationWith(host, vm.traffic());
    }

    @Override
    public String text() {
      return "least loaded NIC";
    }
  }
}
