package dev.drover.agent.vm;

import dev.drover.agent.api.VmSpec;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chooses what runs a guest's instructions: {@code kvm} or {@code tcg}. */
@FunctionalInterface
public interface Accelerator {
  String forGuest(VmSpec guest);

  /** {@return a choice that is made for the first guest and then kept, as it is the host's} */
  static Accelerator once(Accelerator choice) {
    AtomicReference<@Nullable String> known = new AtomicReference<>();
    return guest -> {
      synchronized (known) {
        String answer = known.get();
        if (answer == null) {
          answer = choice.forGuest(guest);
          known.set(answer);
        }
        return answer;
      }
    };
  }
}
