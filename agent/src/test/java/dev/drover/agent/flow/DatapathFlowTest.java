package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.flow.DatapathFlow.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are Open vSwitch 3.1's own, shortened where nothing else is said. */
final class DatapathFlowTest {
  static final String TCP =
      "recirc_id(0),in_port(3),packet_type(ns=0,id=0),eth(src=02:00:00:00:00:0a,dst=02:00:00:00:00:0b),"
          + "eth_type(0x0800),ipv4(src=10.77.0.1,dst=10.77.0.2,proto=6,frag=no),"
          + "tcp(src=60808,dst=5201), packets:24038, bytes:36390481, used:0.026s, flags:P., actions:1";

  static final String VERBOSE =
      "ufid:4bcf50d1-30d9-4e5a-8674-89acec9cdd82, skb_priority(0/0),skb_mark(0/0),ct_state(0/0),"
          + "ct_zone(0/0),ct_mark(0/0),ct_label(0/0),recirc_id(0),dp_hash(0/0),in_port(pa),"
          + "packet_type(ns=0,id=0),eth(src=02:00:00:00:00:0a,dst=02:00:00:00:00:0b),eth_type(0x0800),"
          + "ipv4(src=10.77.0.1,dst=10.77.0.2,proto=1/0,tos=0/0,ttl=64/0,frag=no),icmp(type=8/0,code=0/0),"
          + " packets:96415, bytes:145941012, used:12.005s, flags:SFP., dp:ovs, actions:pb,"
          + " dp-extra-info:miniflow_bits(5,2)";

  private final DatapathFlow flow = new DatapathFlow();

  @Test
  void read_tcpWithPorts_hasAllOfIt() {
    assertThat(read(TCP)).isEqualTo(Kind.PAIR);
    assertThat(key())
        .isEqualTo(new FlowKey(Ipv4.parse("10.77.0.1"), Ipv4.parse("10.77.0.2"), 6, 60808, 5201));
    assertThat(flow.bytes()).isEqualTo(36_390_481);
    assertThat(flow.idleMs()).isEqualTo(26);
    assertThat(flow.mac()).isEqualTo(0x02000000000aL);
  }

  @Test
  void read_maskedProtocol_isNotKnown() {
    assertThat(read(VERBOSE)).isEqualTo(Kind.PAIR);
    assertThat(key()).isEqualTo(new FlowKey(Ipv4.parse("10.77.0.1"), Ipv4.parse("10.77.0.2")));
    assertThat(flow.bytes()).isEqualTo(145_941_012);
    assertThat(flow.idleMs()).isEqualTo(12_005);
  }

  @Test
  void read_wholeMasks_areAsNone() {
    assertThat(
            read(
                TCP.replace("src=10.77.0.1", "src=10.77.0.1/255.255.255.255")
                    .replace("proto=6", "proto=6/0xff")
                    .replace("src=60808", "src=60808/0xffff")
                    .replace("dst=5201", "dst=5201/0xfff0")))
        .isEqualTo(Kind.PAIR);
    assertThat(key())
        .isEqualTo(new FlowKey(Ipv4.parse("10.77.0.1"), Ipv4.parse("10.77.0.2"), 6, 60808, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipv4(frag=no)",
        "ipv4(dst=10.77.0.2,frag=no)",
        "ipv4(src=10.77.0.1/0.0.0.0,dst=10.77.0.2/0.0.0.0,proto=6/0)",
        "ipv4(src=10.77.0.0/255.255.255.0,dst=10.77.0.2)",
        "ipv4(src=10.77.0,dst=10.77.0.2)",
        "ipv4(src=10.77.0.999,dst=10.77.0.2)",
      })
  void read_noSinglePair_isCoarse(String ip) {
    assertThat(read("recirc_id(0)," + ip + ", packets:1, bytes:70, used:4.699s, actions:1,2"))
        .isEqualTo(Kind.COARSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recirc_id(0),in_port(3),eth(src=02:00:00:00:00:0a,dst=33:33:00:00:00:02),eth_type(0x86dd),"
            + "ipv6(src=fe80::ff:fe00:a/::,dst=ff02::2/::,proto=58/0,frag=no),icmpv6(type=133/0), packets:1,"
            + " bytes:70, used:4.699s, actions:1,2",
        "recirc_id(0),in_port(1),eth(src=02:00:00:00:00:0b,dst=ff:ff:ff:ff:ff:ff),eth_type(0x0806),"
            + "arp(sip=10.77.0.2,tip=10.77.0.11,op=1), packets:0, bytes:0, used:never, actions:3,2",
        "recirc_id(0x1),ipv4(src=10.77.0.1,dst=10.77.0.2), packets:1, bytes:9, used:0.1s, actions:1",
        "recirc_id(7),ipv4(src=10.77.0.1,dst=10.77.0.2), packets:1, bytes:9, used:0.1s, actions:1",
        "recirc_id(0),in_port(1), packets:1, bytes:9, used:0.1s, actions:set(ipv4(src=1.2.3.4,dst=1.2.3.5)),1",
      })
  void read_otherTrafficOrSecondTime_isNotCounted(String line) {
    assertThat(read(line)).isEqualTo(Kind.OTHER);
  }

  @Test
  void read_vlan_isReadInsideAndItsTunnelIsNot() {
    assertThat(
            read(
                "recirc_id(0),tunnel(tun_id=0x1,src=1.1.1.1,dst=2.2.2.2,ttl=64),in_port(2),"
                    + "eth(src=02:00:00:00:00:0a,dst=02:00:00:00:00:0b),eth_type(0x8100),vlan(vid=5,pcp=0),"
                    + "encap(eth_type(0x0800),ipv4(src=10.0.0.1,dst=10.0.0.2,proto=17,frag=no),"
                    + "udp(src=53,dst=1024)), packets:1, bytes:64, used:never, actions:1"))
        .isEqualTo(Kind.PAIR);
    assertThat(key())
        .isEqualTo(new FlowKey(Ipv4.parse("10.0.0.1"), Ipv4.parse("10.0.0.2"), 17, 53, 1024));
    assertThat(flow.idleMs()).isZero();
  }

  @Test
  void id_sameMatchOtherCounts_isTheSame() {
    read(TCP);
    long id = flow.id();
    read(TCP.replace("bytes:36390481", "bytes:9").replace("used:0.026s", "used:never"));
    assertThat(flow.id()).isEqualTo(id);
    read(TCP.replace("in_port(3)", "in_port(4)"));
    assertThat(flow.id()).isNotEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        ", packets:1, bytes:1, used:never",
        "recirc_id(0),ipv4(src=10.77.0.1,dst=10.77.0.2)",
        "recirc_id(0),ipv4(src=10.77.0.1,dst=10.77.0.2), packets:1",
        "recirc_id(0),ipv4(src=10.77.0.1,dst=10.77.0.2), packets:1, bytes:, used:never",
        "recirc_id(0),ipv4(src=10.77.0.1,dst=10.77.0.2), packets:1, bytes:-5, used:never",
        "recirc_id(0),ipv4(src=1.2.3.4,dst=1.2.3.5), packets:1, bytes:99999999999999999999, used:never",
      })
  void read_noCounts_isUnread(String line) {
    assertThat(read(line)).isEqualTo(Kind.UNREAD);
  }

  private Kind read(String line) {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    return flow.read(text, text.length);
  }

  private FlowKey key() {
    return FlowKey.of(flow.addresses(), flow.transport());
  }
}
