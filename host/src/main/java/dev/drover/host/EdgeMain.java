package dev.drover.host;

import dev.drover.agent.api.AgentConfigFile;
import dev.drover.agent.api.EdgeConfig;
import dev.drover.agent.api.HttpEdgeClient;
import dev.drover.agent.edge.Edge;
import dev.drover.agent.edge.EdgeServer;
import dev.drover.agent.net.IpProcess;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The router's program: {@code EdgeMain CONFIG.yaml}, as {@link HostMain} is the host's. While it
 * does not run, its router goes by the routes that it has.
 */
public final class EdgeMain {
  private EdgeMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    HostMain.runForEver("drover-edge", () -> run(arguments, System.out));
  }

  /** {@return the lock on the directory, to be held as long as the agent runs} */
  private static FileChannel run(String[] arguments, PrintStream out) {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("give one argument: the configuration file");
    }
    EdgeConfig config = AgentConfigFile.read(Path.of(arguments[0]), EdgeConfig.class);
    InetSocketAddress listen = HostMain.address(config.listen());
    FileChannel lock = HostMain.lock(config.directory());
    HostMain.checkFree(listen);
    Edge edge =
        new Edge(
            config,
            new IpProcess(List.of())::run,
            HttpEdgeClient.connector(config.tls()),
            () -> Duration.ofNanos(System.nanoTime()));
    edge.start();
    var server = new EdgeServer(edge, listen, config.tls());
    if (config.tls().isEmpty()) {
      out.println(
          "WARNING: no tls in "
              + arguments[0]
              + ": anyone who reaches this port takes VMs' traffic");
    }
    out.printf(
        "edge %s listens on %s:%d%n", config.router(), listen.getHostString(), server.port());
    out.flush();
    return lock;
  }
}
