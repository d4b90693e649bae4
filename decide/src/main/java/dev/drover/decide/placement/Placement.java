package dev.drover.decide.placement;

import dev.drover.model.PlanResult.Reason;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where VMs go, or why they cannot. */
public sealed interface Placement {
  /** One destination for each VM, by VM name. */
  record Found(SortedMap<String, Destination> destinations) implements Placement {
    public Found {
      destinations = Collections.unmodifiableSortedMap(new TreeMap<>(destinations));
    }
  }

  /** There is no placement, or none was found; each reason says which. */
  record NotFound(List<Reason> reasons) implements Placement {
    public NotFound {
      reasons = List.copyOf(reasons);
    }
  }

  /** A host and what spoke for it, as part of a {@code why} line. */
  record Destination(String host, String why) {}
}
