package dev.drover.hypervisor.qmp;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A QMP command about disks and their jobs.
 *
 * @param <R> what QEMU answers
 */
public sealed interface BlockCommand<R> extends QmpCommand<R> {
  /** What mirrors have on their way at a time: QEMU's 16 MiB would burst through any limit. */
  long MIRROR_BUFFER = 4 << 20;

  /** What is copied again for each write: of QEMU's 64 KiB a guest may have written 4. */
  long MIRROR_BLOCK = 4096;

  /** A command that has nothing to tell but that it was carried out. */
  sealed interface Plain extends BlockCommand<Done> {
    @Override
    default Done decodeReply(JsonNode value) {
      return new Done();
    }
  }

  /** Serves disks to others at a TCP port or, when {@code address} is a path, a Unix socket. */
  record NbdServerStart(String address, int port) implements Plain {}

  record NbdServerStop() implements Plain {}

  /** Lets those who connect to the NBD server write to a node; the export is named as the node. */
  record ExportAdd(String node) implements Plain {}

  /** Makes a node of what an NBD server exports. */
  record NbdNodeAdd(String node, String address, int port, String export) implements Plain {}

  record NodeDelete(String node) implements Plain {}

  record QueryNodes() implements BlockCommand<List<NodeInfo>> {
    @Override
    public List<NodeInfo> decodeReply(JsonNode value) {
      return NodeInfo.decodeAll(value);
    }
  }

  /**
   * Copies a node to another while the guest writes, until it is ended. It stays known after its
   * end, with its error, until it is dismissed.
   *
   * @param bytesPerSecond 0 for no limit
   */
  record Mirror(String job, String node, String target, long bytesPerSecond) implements Plain {}

  /** Limits a job, as {@link Mirror} does. */
  record JobSpeed(String job, long bytesPerSecond) implements Plain {}

  /**
   * Ends a mirror.
   *
   * @param force false to copy the rest first: the target is then what the node is at that moment
   */
  record JobCancel(String job, boolean force) implements Plain {}

  record JobDismiss(String job) implements Plain {}

  record QueryJobs() implements BlockCommand<List<JobInfo>> {
    @Override
    public List<JobInfo> decodeReply(JsonNode value) {
      return JobInfo.decodeAll(value);
    }
  }

  /** Out of band: breaks a node's connection when QEMU's main loop waits for it. */
  record YankNode(String node) implements Plain {}

  @Override
  default String name() {
    return switch (this) {
      case NbdServerStart _ -> "nbd-server-start";
      case NbdServerStop _ -> "nbd-server-stop";
      case ExportAdd _ -> "block-export-add";
      case NbdNodeAdd _ -> "blockdev-add";
      case NodeDelete _ -> "blockdev-del";
      case QueryNodes _ -> "query-named-block-nodes";
      case Mirror _ -> "blockdev-mirror";
      case JobSpeed _ -> "block-job-set-speed";
      case JobCancel _ -> "block-job-cancel";
      case JobDismiss _ -> "job-dismiss";
      case QueryJobs _ -> "query-jobs";
      case YankNode _ -> "yank";
    };
  }

  @Override
  default boolean outOfBand() {
    return this instanceof YankNode;
  }

  @Override
  default ObjectNode arguments() {
    ObjectNode node = Json.object();
    switch (this) {
      case NbdServerStart s -> {
        ObjectNode address = node.putObject("addr");
        address.put("type", SocketUri.isPath(s.address()) ? "unix" : "inet");
        place(address.putObject("data"), s.address(), s.port());
      }
      case ExportAdd e ->
          node.put("type", "nbd")
              .put("id", e.node())
              .put("node-name", e.node())
              .put("name", e.node())
              .put("writable", true);
      case NbdNodeAdd n -> {
        node.put("driver", "nbd").put("node-name", n.node());
        ObjectNode server = node.putObject("server");
        server.put("type", SocketUri.isPath(n.address()) ? "unix" : "inet");
        place(server, n.address(), n.port());
        // Without discard, holes are written as zeroes and count against a limit.
        node.put("export", n.export()).put("discard", "unmap");
      }
      case NodeDelete n -> node.put("node-name", n.node());
      case QueryNodes _ -> node.put("flat", true);
      case Mirror m ->
          node.put("job-id", m.job())
              .put("device", m.node())
              .put("target", m.target())
              .put("sync", "full")
              .put("speed", m.bytesPerSecond())
              .put("buf-size", MIRROR_BUFFER)
              .put("granularity", MIRROR_BLOCK)
              .put("auto-dismiss", false);
      case JobSpeed j -> node.put("device", j.job()).put("speed", j.bytesPerSecond());
      case JobCancel j -> node.put("device", j.job()).put("force", j.force());
      case JobDismiss j -> node.put("id", j.job());
      case YankNode y ->
          node.putArray("instances")
              .addObject()
              .put("type", "block-node")
              .put("node-name", y.node());
      case NbdServerStop _, QueryJobs _ -> {}
    }
    return node;
  }

  private static void place(ObjectNode node, String address, int port) {
    if (SocketUri.isPath(address)) {
      node.put("path", address);
    } else {
      node.put("host", address).put("port", Integer.toString(port));
    }
  }

  /** {@return the command of that name with those arguments; empty when it is none of these} */
  static Optional<QmpCommand<?>> decode(String name, JsonNode arguments) {
    return Optional.ofNullable(
        switch (name) {
          case "nbd-server-start" -> {
            JsonNode data = arguments.path("addr").path("data");
            yield new NbdServerStart(address(data), port(data));
          }
          case "nbd-server-stop" -> new NbdServerStop();
          case "block-export-add" -> new ExportAdd(Json.text(arguments, "node-name"));
          case "blockdev-add" -> {
            JsonNode server = arguments.path("server");
            yield new NbdNodeAdd(
                Json.text(arguments, "node-name"),
                address(server),
                port(server),
                Json.text(arguments, "export"));
          }
          case "blockdev-del" -> new NodeDelete(Json.text(arguments, "node-name"));
          case "query-named-block-nodes" -> new QueryNodes();
          case "blockdev-mirror" ->
              new Mirror(
                  Json.text(arguments, "job-id"),
                  Json.text(arguments, "device"),
                  Json.text(arguments, "target"),
                  Json.number(arguments, "speed"));
          case "block-job-set-speed" ->
              new JobSpeed(Json.text(arguments, "device"), Json.number(arguments, "speed"));
          case "block-job-cancel" ->
              new JobCancel(Json.text(arguments, "device"), Json.flag(arguments, "force"));
          case "job-dismiss" -> new JobDismiss(Json.text(arguments, "id"));
          case "query-jobs" -> new QueryJobs();
          default -> null;
        });
  }

  private static String address(JsonNode node) {
    return Json.optionalText(node, "path").orElseGet(() -> Json.text(node, "host"));
  }

  private static int port(JsonNode node) {
    String text = Json.optionalText(node, "port").orElse("0");
    if (!text.matches("[0-9]{1,5}")) {
      throw Json.malformed("'" + text + "' is not a port");
    }
    return Integer.parseInt(text);
  }
}
