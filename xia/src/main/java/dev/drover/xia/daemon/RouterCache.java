package dev.drover.xia.daemon;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.CachePolicies;
import dev.drover.xia.chunk.ChunkCache;
import dev.drover.xia.chunk.ContentCache;
import dev.drover.xia.node.Node;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import java.io.PrintWriter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A router's content cache: content that passes is kept, and asked for here it is given. */
final class RouterCache implements Node.Passing {
  /** Of chunks that are not whole yet, as much as a few hundred of the largest. */
  private static final long PARTIAL_BYTES = 64L << 20;

  private final ContentCache content;
  private final ChunkCache chunks;

  private RouterCache(Node node, String policy, long bytes) {
    ExecutorService workers =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("xia cache").factory());
    this.content = new ContentCache(bytes, CachePolicies.named(policy));
    this.chunks = new ChunkCache(node, content, PARTIAL_BYTES, workers);
  }

  /** Has a router keep at most {@code bytes} of content, by the policy so named. */
  static void keep(Node node, String policy, long bytes, Console console) {
    RouterCache cache = new RouterCache(node, policy, bytes);
    node.passing(cache);
    console.on("cache", (_, out) -> cache.describe(policy, out));
  }

  @Override
  public boolean takes(Packet packet) {
    if (packet.nextHeader() != NextHeader.CONTENT) {
      return false;
    }
    if (asksHere(packet)) {
      return chunks.answer(packet);
    }
    chunks.passing(packet);
    return false;
  }

  /** Whether content is what one of the edges leads to that would be tried now. */
  private static boolean asksHere(Packet packet) {
    int intent = packet.destinationNodes() - 1;
    if (!XidType.isContent(packet.intent().type())) {
      return false;
    }
    for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
      if (packet.edge(slot) == intent) {
        return true;
      }
    }
    return false;
  }

  private void describe(String policy, PrintWriter out) {
    out.println("policy " + policy);
    out.println("content " + content.counts());
    out.println("chunks " + chunks.counts());
  }
}
