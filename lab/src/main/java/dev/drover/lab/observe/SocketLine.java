package dev.drover.lab.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * One TCP connection as {@code ss -tinHO} prints it.
 *
 * @param peer IPv4 address of the other end
 * @param identity both ends with their ports
 * @param sent bytes the other end has acknowledged
 * @param received bytes that have arrived in order
 */
record SocketLine(String peer, String identity, long sent, long received) {

  /** {@return the connections in ss's output; lines that are not understood are left out} */
  static List<SocketLine> parse(String output) {
    List<SocketLine> lines = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      // With "state established" ss leaves the state out: queues, local end, other end.
      int local = words.length > 4 && !words[0].matches("[0-9]+") ? 3 : 2;
      if (words.length > local + 1 && words[local + 1].contains(":")) {
        String peer = words[local + 1];
        lines.add(
            new SocketLine(
                address(peer),
                words[local] + " " + peer,
                value(words, "bytes_acked:"),
                value(words, "bytes_received:")));
      }
    }
    return lines;
  }

  /** A program that listens on an IPv6 socket has its IPv4 peers as [::ffff:10.77.1.1]:5201. */
  private static String address(String end) {
    String address = end.substring(0, end.lastIndexOf(':'));
    return address.startsWith("[::ffff:")
        ? address.substring("[::ffff:".length(), address.length() - 1)
        : address;
  }

  SocketLine atItsStart() {
    return new SocketLine(peer, identity, 0, 0);
  }

  private static long value(String[] words, String name) {
    for (String word : words) {
      if (word.startsWith(name)) {
        return Long.parseLong(word.substring(name.length()));
      }
    }
    return 0;
  }
}
