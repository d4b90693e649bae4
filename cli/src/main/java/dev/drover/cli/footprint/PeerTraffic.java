package dev.drover.cli.footprint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many peers of some VMs: {@code PeerTraffic COUNT ADDRESS…} sends, until it is ended, from each of
 * so many addresses of {@link #NETWORK} a datagram to each VM every half second, evenly spread.
 * Every pair of addresses is a flow of the VM's switch. VMs have no route there and do not answer.
 */
final class PeerTraffic {
  /** All its addresses must be this machine's own. */
  static final String NETWORK = "10.88.0.0/16";

  static final int MOST = 60_000;

  /** Twice in an agent's reading of counters, so that each flow has grown at each. */
  private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Nobody listens there. */
  private static final int PORT = 9;

  private static final int BYTES = 64;

  private PeerTraffic() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    List<InetSocketAddress> vms = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      vms.add(new InetSocketAddress(InetAddress.getByName(arguments[i]), PORT));
    }
    List<DatagramChannel> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(DatagramChannel.open().bind(new InetSocketAddress(address(i), PORT)));
    }
    send(peers, vms);
  }

  /** {@return an address of the network by its number, from 0} */
  static InetAddress address(int number) throws IOException {
    int host = number + 1;
    return InetAddress.getByAddress(new byte[] {10, 88, (byte) (host >>> 8), (byte) host});
  }

  private static void send(List<DatagramChannel> peers, List<InetSocketAddress> vms)
      throws IOException, InterruptedException {
    ByteBuffer datagram = ByteBuffer.allocateDirect(BYTES);
    long began = System.nanoTime();
    for (long turn = 0; ; turn++) {
      for (int i = 0; i < peers.size(); i++) {
        long due = began + turn * EVERY_NS + EVERY_NS * i / peers.size();
        long early = due - System.nanoTime();
        if (early > 0) {
          TimeUnit.NANOSECONDS.sleep(early);
        }
        for (InetSocketAddress vm : vms) {
          peers.get(i).send(datagram.clear(), vm);
        }
      }
    }
  }
}
