package dev.drover.cli.controller;

import java.nio.file.Path;
import java.util.List;

/** A controller that can be started. */
interface Peer {
  /** {@return such as {@code os-ken}} */
  String name();

  /** {@return what it is, for the reader: version, language, how it was started} */
  String what();

  /**
   * {@return the command that runs it until it is killed}
   *
   * @param port of 127.0.0.1, where it takes switches
   * @param directory for its files
   */
  List<String> command(int port, Path directory);
}
