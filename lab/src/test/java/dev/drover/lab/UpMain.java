package dev.drover.lab;

import dev.drover.lab.file.LabFile;
import java.nio.file.Path;

/** Brings a lab up in a process of its own, to be killed at any of the steps it prints. */
final class UpMain {
  private UpMain() {}

  public static void main(String[] arguments) {
    Lab.up(LabFile.read(Path.of(arguments[0])), System.out::println);
  }
}
