package dev.drover.cli.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The controllers that are held against one another. */
final class Peers {
  private static final String OS_KEN_PROGRAM = "os_ken_switch.py";

  private Peers() {}

  static List<Peer> all() {
    return List.of(new Drover(), new OsKen(), new TestController());
  }

  /** In a JVM of its own, with the options that the launcher gives {@code drover sdn run}. */
  private record Drover() implements Peer {
    @Override
    public String name() {
      return "drover";
    }

    @Override
    public String what() {
      return "Drover's controller, Java, a process of its own";
    }

    @Override
    public List<String> command(int port, Path directory) {
      Path config = directory.resolve("sdn.yaml");
      int api = PeerProcess.freePort();
      write(config, "openflow: 127.0.0.1:" + port + "\napi: 127.0.0.1:" + api + "\n");
      return List.of(
          ProcessHandle.current().info().command().orElse("java"),
          "-XX:+UseSerialGC",
          "-Xmx2g",
          "-cp",
          System.getProperty("java.class.path"),
          "dev.drover.sdn.SdnMain",
          config.toString());
    }
  }

  /** A learning switch of ours, as short as its own example and without its parsing of packets. */
  private record OsKen() implements Peer {
    @Override
    public String name() {
      return "os-ken";
    }

    @Override
    public String what() {
      return "os-ken of Debian, Python, a learning switch by MAC";
    }

    @Override
    public List<String> command(int port, Path directory) {
      Path program = directory.resolve(OS_KEN_PROGRAM);
      write(program, resource(OS_KEN_PROGRAM));
      return List.of(
          "osken-manager",
          "--ofp-listen-host",
          "127.0.0.1",
          "--ofp-tcp-listen-port",
          Integer.toString(port),
          program.toString());
    }
  }

  /** Open vSwitch's own learning switch. */
  private record TestController() implements Peer {
    @Override
    public String name() {
      return "ovs-testcontroller";
    }

    @Override
    public String what() {
      return "ovs-testcontroller of Debian, C, a learning switch by MAC with exact flows";
    }

    @Override
    public List<String> command(int port, Path directory) {
      return List.of(
          "ovs-testcontroller",
          "-O",
          "OpenFlow13",
          "--unixctl=" + directory.resolve("ctl"),
          "ptcp:" + port + ":127.0.0.1");
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, file + " cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Peers.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
