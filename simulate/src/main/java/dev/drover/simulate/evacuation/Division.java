package dev.drover.simulate.evacuation;

import dev.drover.model.Reservation;
import java.util.List;

/** How a policy has the NICs divided from {@code atMs} on; hosts not listed are not divided. */
public record Division(long atMs, List<Reservation> reservations) {
  public Division {
    reservations = List.copyOf(reservations);
  }
}
