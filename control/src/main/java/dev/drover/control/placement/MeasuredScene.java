package dev.drover.control.placement;

import dev.drover.control.execute.CancelSignal;
import dev.drover.control.inventory.ControlException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at a placement when its traffic has been measured over whole windows. Traffic that began
 * within the window, as in a lab that has just come up or beside a VM that has just moved, would
 * make the communication cost too low.
 */
public final class MeasuredScene {
  /** Pairs that begin to talk meanwhile are waited for, but not for ever. */
  private static final int WINDOWS = 2;

  /** A wait is cut into such pieces, to notice that it is no longer wanted. */
  private static final Duration PIECE = Duration.ofMillis(500);

  /** How often all hosts are asked until all answer. */
  private static final int TRIES = 3;

  private final Supplier<Scene> looking;
  private final Consumer<Duration> pause;

  /** One that looks by {@code observer} and waits as long as it takes. */
  public MeasuredScene(SceneObserver observer) {
    this(observer::observe, MeasuredScene::sleep);
  }

  /**
   * One that looks and waits in other ways.
   *
   * @param pause returns after so long
   */
  MeasuredScene(Supplier<Scene> looking, Consumer<Duration> pause) {
    this.looking = looking;
    this.pause = pause;
  }

  /**
   * {@return what is there, once its traffic has been measured; without hosts that do not answer
   * even when they are asked again}
   *
   * @param cancel ends the wait: what is there then is returned
   * @param listener told how long the wait will be, if there is one
   * @throws ControlException when no host answers
   */
  public Scene await(CancelSignal cancel, Consumer<Duration> listener) {
    Scene scene = look();
    Duration left = scene.unmeasuredFor();
    if (left.isZero()) {
      return scene;
    }
    listener.accept(left);
    Duration longest =
        scene.hosts().stream().map(Scene.Host::window).reduce(left, MeasuredScene::longer);
    Duration waited = Duration.ZERO;
    while (left.isPositive()
        && waited.compareTo(longest.multipliedBy(WINDOWS)) < 0
        && !cancel.isCancelled()) {
      Duration piece = left.compareTo(PIECE) < 0 ? left : PIECE;
      pause.accept(piece);
      waited = waited.plus(piece);
      left = left.minus(piece);
      if (left.isZero()) {
        scene = look();
        left = scene.unmeasuredFor();
      }
    }
    return left.isZero() ? scene : look();
  }

  /**
   * A host that is only slow is asked again: a token would leave out the VMs of one that is not
   * heard.
   */
  private Scene look() {
    for (int tries = 1; ; tries++) {
      try {
        Scene scene = looking.get();
        if (scene.unreachable().isEmpty() || tries == TRIES) {
          return scene;
        }
      } catch (ControlException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted while traffic was measured", e);
    }
  }
}
