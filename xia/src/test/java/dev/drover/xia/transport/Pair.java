package dev.drover.xia.transport;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.stack.TestWorld;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two nodes in two domains, a service on one, and what tests of it have in common. */
final class Pair implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(30);
  static final Xid HOME = new Xid(XidType.AD, 1, 0, 0);
  static final Xid AWAY = new Xid(XidType.AD, 2, 0, 0);
  static final Xid ELSEWHERE = new Xid(XidType.AD, 3, 0, 0);

  final TestWorld world = new TestWorld();
  final TestWorld.TestNode serverNode = world.node(HOME, new Xid(XidType.HID, 1, 0, 0));
  final TestWorld.TestNode clientNode = world.node(AWAY, new Xid(XidType.HID, 2, 0, 0));
  final Identity service = Identity.generate();
  final XiaStack server;
  final XiaStack client;
  final StreamListener listener;

  Pair() {
    this(StreamOptions.DEFAULT);
  }

  Pair(StreamOptions options) {
    server = new XiaStack(serverNode, options, Clock.systemUTC(), new Random(1));
    client = new XiaStack(clientNode, options, Clock.systemUTC(), new Random(2));
    listener = server.listen(service);
  }

  /** Both ends of an open stream. */
  record Stream(StreamSocket client, StreamSocket server) {}

  Stream open() throws IOException, InterruptedException {
    StreamSocket socket = client.connect(listener.local(), LONG);
    return new Stream(socket, listener.accept(LONG).orElseThrow());
  }

  static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  static void say(StreamSocket socket, String word) throws IOException {
    socket.write(ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)));
  }

  static String hear(StreamSocket socket, int length) throws IOException {
    byte[] word = socket.input().readNBytes(length);
    return new String(word, StandardCharsets.UTF_8);
  }

  /** Runs on a thread of its own. */
  static <T> FutureTask<T> async(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofVirtual().start(future);
    return future;
  }

  static <T> T get(FutureTask<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    world.close();
  }
}
