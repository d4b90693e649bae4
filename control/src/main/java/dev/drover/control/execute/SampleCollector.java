package dev.drover.control.execute;

import dev.drover.agent.api.Sample;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.inventory.TaskGroup.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers every host's traffic samples over a run, which may outlast what the agents keep. A host
 * that does not answer is asked again the next time.
 */
final class SampleCollector {
  private final Agents agents;
  private final long fromMs;
  private final SortedMap<String, List<Sample>> samples = new TreeMap<>();

  SampleCollector(Agents agents, long fromMs) {
    this.agents = agents;
    this.fromMs = fromMs;
    agents.hosts().forEach(host -> samples.put(host, new ArrayList<>()));
  }

  synchronized void collect() {
    Map<String, Long> since = new TreeMap<>();
    samples.forEach(
        (host, known) -> since.put(host, known.isEmpty() ? fromMs : known.getLast().atMs()));
    TaskGroup.ask(
            agents.hosts(), host -> agents.agent(host).samples(since.getOrDefault(host, fromMs)))
        .forEach((host, answer) -> {
          if (answer instanceof Answer.Told<List<Sample>>(List<Sample> told)) {
            samples.computeIfAbsent(host, _ -> new ArrayList<>()).addAll(told);
          }
        });
  }

  synchronized SortedMap<String, List<Sample>> samples() {
    SortedMap<String, List<Sample>> copy = new TreeMap<>();
    samples.forEach((host, list) -> copy.put(host, List.copyOf(list)));
    return copy;
  }
}
