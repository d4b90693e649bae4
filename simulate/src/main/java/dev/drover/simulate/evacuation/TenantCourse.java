package dev.drover.simulate.evacuation;

import dev.drover.model.measure.TenantMeasure;
import java.util.List;

/** What a simulated run did to one tenant, from the first start command to the last end. */
public record TenantCourse(GuestSpec guest, TenantMeasure measure, List<GoodputSample> goodput) {
  public TenantCourse {
    goodput = List.copyOf(goodput);
  }
}
