package dev.drover.cli.house;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks all the time whether a VM runs twice. Closing it ends the watch. */
final class Ownership implements AutoCloseable {
  private final House house;
  private final String vm;
  private final List<String> violations = new ArrayList<>();
  private final Thread watcher;
  private volatile boolean over;

  private Ownership(House house, String vm) {
    this.house = house;
    this.vm = vm;
    this.watcher = Thread.ofVirtual().name("ownership of " + vm).unstarted(this::watch);
  }

  static Ownership watch(House house, String vm) {
    Ownership ownership = new Ownership(house, vm);
    ownership.watcher.start();
    return ownership;
  }

  private void watch() {
    while (!over) {
      List<String> before = house.running(vm);
      // The answers come one after the other: only who runs before and after ran all the time.
      if (before.size() > 1) {
        List<String> after = new ArrayList<>(house.running(vm));
        after.retainAll(before);
        if (after.size() > 1) {
          violations.add("runs on " + after);
        }
      }
      House.pause(Duration.ofMillis(150));
    }
  }

  /** {@return every time when two copies were seen running} */
  List<String> violations() {
    close();
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    over = true;
    try {
      watcher.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
