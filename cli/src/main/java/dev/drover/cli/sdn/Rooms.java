package dev.drover.cli.sdn;

import java.util.ArrayList;
import java.util.List;

/** Where something is drawn already. */
final class Rooms {
  private record Room(double x, double y, double width, double height) {}

  private final List<Room> taken = new ArrayList<>();

  void take(double x, double y, double width, double height) {
    taken.add(new Room(x, y, width, height));
  }

  /** {@return how much of a rectangle is taken, in square pixels} */
  double shared(double x, double y, double width, double height) {
    double area = 0;
    for (Room room : taken) {
      double across = overlap(x, width, room.x(), room.width());
      double down = overlap(y, height, room.y(), room.height());
      area += across * down;
    }
    return area;
  }

  private static double overlap(double from, double length, double other, double otherLength) {
    return Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other));
  }
}
