// The same transfers in ns-3 3.37 as Drover's packet simulator runs, for accuracy and speed side by side.
//
// Reads one case from standard input, simulates it, and prints one line of JSON. The case is written by Drover
// (dev.drover.cli.ns3.PeerCase), so that topology, paths and TCP settings are defined in one place. Lines:
//
//   set NAME VALUE                                  see Settings
//   link LEFT RIGHT BITS_PER_SECOND DELAY_PS PACKETS  a full-duplex cable; the queue at each end holds PACKETS
//   flow BYTES START_PS NODE NODE [NODE...]         BYTES 0: sends until the end; ACKs come back the same way
//
//   drover-peer [--trace=FILE [--flow=N]] < case
//
// What differs from a plain ns-3 script, and why:
//   - Connections are set up before time 0; a flow's data starts at its START_PS. Each then sends one byte ahead, since an
//     ns-3 receiver acknowledges the first segment at once and would be out of step with one that delays it. Nothing
//     before time 0 is counted.
//   - Time is in picoseconds (ns-3's default, nanoseconds, would shorten 1502 bytes at 10 Gbit/s by 0.05 %).
//   - No queue disc and no flow control between device and queue disc: ns-3 would put an FqCoDel with 10,240 packets
//     before the drop-tail queue.
//   - Routing is by a table of destination -> device in each node, every flow having addresses of its own: the path is
//     the one given, and there is no linear scan as in Ipv4GlobalRouting, which takes half the time in large networks.
//   - Sender and receiver are plain callbacks: no FIN at the end, no packet tags.

#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <chrono>
#include <functional>
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <sys/resource.h>
#include <unordered_map>

using namespace ns3;

namespace {

// Connections are set up in this time; a round trip must be far shorter.
const int64_t SETUP_PS = 1'000'000'000'000;

// Bytes that a connection carries before time 0.
const uint64_t AHEAD = 1;

[[noreturn]] void Refuse(const std::string& why) {
  std::cerr << "drover-peer: " << why << std::endl;
  std::exit(2);
}

struct Settings {
  std::string congestion = "TcpNewReno";  // or TcpCubic
  std::string recovery = "TcpClassicRecovery";  // or TcpPrrRecovery
  uint32_t mss = 1448;
  bool sack = true;
  bool timestamps = true;  // 12 bytes in each segment; ns-3 then measures RTT in whole milliseconds
  bool limitedTransmit = true;
  bool hystart = false;  // CUBIC; not in RFC 9438
  uint32_t initialWindow = 10;  // segments
  uint32_t delayedAckCount = 2;
  double delayedAckSeconds = 0.04;
  double minRtoSeconds = 0.2;
  uint32_t receiveWindow = 2896 * 1448;  // bytes that may be outstanding; a multiple of mss
  double stopSeconds = 10;  // the run ends here, or when all flows with BYTES are complete

  void Set(const std::string& name, std::istream& value) {
    std::map<std::string, std::function<void()>> all{
        {"congestion", [&] { value >> congestion; }},
        {"recovery", [&] { value >> recovery; }},
        {"mss", [&] { value >> mss; }},
        {"sack", [&] { value >> sack; }},
        {"timestamps", [&] { value >> timestamps; }},
        {"limitedTransmit", [&] { value >> limitedTransmit; }},
        {"hystart", [&] { value >> hystart; }},
        {"initialWindow", [&] { value >> initialWindow; }},
        {"delayedAckCount", [&] { value >> delayedAckCount; }},
        {"delayedAckSeconds", [&] { value >> delayedAckSeconds; }},
        {"minRtoSeconds", [&] { value >> minRtoSeconds; }},
        {"receiveWindow", [&] { value >> receiveWindow; }},
        {"stopSeconds", [&] { value >> stopSeconds; }},
    };
    auto found = all.find(name);
    if (found == all.end()) Refuse("unknown setting " + name);
    found->second();
  }

  void Apply() const {
    if (receiveWindow % mss != 0) Refuse("receiveWindow must be a multiple of mss");
    auto type = [](const std::string& name) { return TypeIdValue(TypeId::LookupByName("ns3::" + name)); };
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", type(congestion));
    Config::SetDefault("ns3::TcpL4Protocol::RecoveryType", type(recovery));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(mss));
    Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(initialWindow));
    Config::SetDefault("ns3::TcpSocket::DelAckCount", UintegerValue(delayedAckCount));
    Config::SetDefault("ns3::TcpSocket::DelAckTimeout", TimeValue(Seconds(delayedAckSeconds)));
    // The window is set by the send buffer, for what may be outstanding comes to the same. With the receive buffer as
    // the limit, ns-3 3.37 sends segments of 0 bytes, and crashes, as soon as segments are SACKed while it is reached
    // (TcpTxBuffer::NextSeg, rule 2). A buffer that is no multiple of the segment size would make short segments.
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(receiveWindow));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(receiveWindow + 64 * mss));
    // A connection that gives up after six timeouts would fail instead of going on.
    Config::SetDefault("ns3::TcpSocket::DataRetries", UintegerValue(1000));
    Config::SetDefault("ns3::TcpSocketBase::MinRto", TimeValue(Seconds(minRtoSeconds)));
    Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(sack));
    Config::SetDefault("ns3::TcpSocketBase::Timestamp", BooleanValue(timestamps));
    Config::SetDefault("ns3::TcpSocketBase::LimitedTransmit", BooleanValue(limitedTransmit));
    Config::SetDefault("ns3::TcpCubic::HyStart", BooleanValue(hystart));
  }
};

// Forwards by destination address alone.
class TableRouting : public Ipv4RoutingProtocol {
 public:
  void Add(Ipv4Address to, Ipv4Address from, Ptr<NetDevice> device) {
    Ptr<Ipv4Route> route = Create<Ipv4Route>();
    route->SetDestination(to);
    route->SetSource(from);
    route->SetGateway(Ipv4Address::GetZero());
    route->SetOutputDevice(device);
    m_routes[to.Get()] = route;
  }

  Ptr<Ipv4Route> RouteOutput(Ptr<Packet>, const Ipv4Header& header, Ptr<NetDevice>, Socket::SocketErrno& error) override {
    auto found = m_routes.find(header.GetDestination().Get());
    error = found == m_routes.end() ? Socket::ERROR_NOROUTETOHOST : Socket::ERROR_NOTERROR;
    return found == m_routes.end() ? nullptr : found->second;
  }

  bool RouteInput(Ptr<const Packet> packet, const Ipv4Header& header, Ptr<const NetDevice> device,
                  UnicastForwardCallback forward, MulticastForwardCallback, LocalDeliverCallback deliver,
                  ErrorCallback) override {
    auto found = m_routes.find(header.GetDestination().Get());
    if (found != m_routes.end()) {
      forward(found->second, packet, header);
    } else {
      deliver(packet, header, m_ipv4->GetInterfaceForDevice(device));
    }
    return true;
  }

  void SetIpv4(Ptr<Ipv4> ipv4) override { m_ipv4 = ipv4; }
  void NotifyInterfaceUp(uint32_t) override {}
  void NotifyInterfaceDown(uint32_t) override {}
  void NotifyAddAddress(uint32_t, Ipv4InterfaceAddress) override {}
  void NotifyRemoveAddress(uint32_t, Ipv4InterfaceAddress) override {}
  void PrintRoutingTable(Ptr<OutputStreamWrapper>, Time::Unit) const override {}

 private:
  Ptr<Ipv4> m_ipv4;
  std::unordered_map<uint32_t, Ptr<Ipv4Route>> m_routes;
};

class TableRoutingHelper : public Ipv4RoutingHelper {
 public:
  TableRoutingHelper* Copy() const override { return new TableRoutingHelper(*this); }
  Ptr<Ipv4RoutingProtocol> Create(Ptr<Node>) const override { return CreateObject<TableRouting>(); }
};

struct Counters {
  bool counting = false;
  uint64_t hops = 0;
  uint64_t drops = 0;
  void Hop(Ptr<const Packet>) { hops += counting; }
  void Drop(Ptr<const Packet>) { drops += counting; }
};

double Now() { return (Simulator::Now().GetPicoSeconds() - SETUP_PS) / 1e12; }

class Flow {
 public:
  uint64_t bytes = 0;
  int64_t startPs = 0;
  std::vector<std::string> path;
  Ipv4Address source, destination;

  uint64_t written = 0;
  uint64_t received = 0;
  uint32_t recoveries = 0, timeouts = 0;
  double completedAt = -1;
  Ptr<Socket> sender, listener;
  std::function<void()> onComplete;

  void Open(Ptr<Node> from, Ptr<Node> to, uint16_t port) {
    listener = Socket::CreateSocket(to, TcpSocketFactory::GetTypeId());
    listener->Bind(InetSocketAddress(destination, port));
    listener->Listen();
    listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                MakeCallback(&Flow::Accepted, this));
    sender = Socket::CreateSocket(from, TcpSocketFactory::GetTypeId());
    sender->Bind(InetSocketAddress(source, port));
    sender->TraceConnectWithoutContext("CongState", MakeCallback(&Flow::State, this));
    sender->Connect(InetSocketAddress(destination, port));
    Simulator::Schedule(PicoSeconds(SETUP_PS / 2), [this] { sender->Send(Create<Packet>(AHEAD)); });
    Simulator::Schedule(PicoSeconds(SETUP_PS + startPs), &Flow::Start, this);
  }

  uint64_t Delivered() const { return received - std::min(received, AHEAD); }

  bool Bounded() const { return bytes > 0; }

 private:
  bool m_open = false;

  void Start() {
    m_open = true;
    sender->SetSendCallback(MakeCallback(&Flow::Fill, this));
    Fill(sender, sender->GetTxAvailable());
  }

  void Fill(Ptr<Socket>, uint32_t) {
    while (m_open && (!Bounded() || written < bytes)) {
      uint64_t room = sender->GetTxAvailable();
      if (Bounded()) room = std::min(room, bytes - written);
      if (room == 0) return;
      int taken = sender->Send(Create<Packet>(static_cast<uint32_t>(room)));
      if (taken <= 0) return;
      written += taken;
    }
  }

  void Accepted(Ptr<Socket> socket, const Address&) { socket->SetRecvCallback(MakeCallback(&Flow::Received, this)); }

  void Received(Ptr<Socket> socket) {
    while (Ptr<Packet> packet = socket->Recv()) received += packet->GetSize();
    if (Bounded() && Delivered() >= bytes && completedAt < 0) {
      completedAt = Now();
      onComplete();
    }
  }

  void State(TcpSocketState::TcpCongState_t, TcpSocketState::TcpCongState_t now) {
    recoveries += now == TcpSocketState::CA_RECOVERY;
    timeouts += now == TcpSocketState::CA_LOSS;
  }
};

// Every change of one sender's window, threshold, smoothed RTT, bytes in flight and state.
class Trace {
  // The sequence number of the first byte: after SYN and what was sent ahead.
  static constexpr uint32_t FIRST = 1 + AHEAD;

 public:
  Trace(const std::string& file, Ptr<Socket> socket) : m_out(file) {
    if (!m_out) Refuse("cannot write " + file);
    m_out << "seconds,what,value\n";
    m_out.precision(12);
    Follow32(socket, "CongestionWindow");
    Follow32(socket, "SlowStartThreshold");
    Follow32(socket, "BytesInFlight");
    socket->TraceConnect("RTT", "RTT", MakeCallback(&Trace::Span, this));
    socket->TraceConnect("RTO", "RTO", MakeCallback(&Trace::Span, this));
    socket->TraceConnect("CongState", "CongState", MakeCallback(&Trace::State, this));
    socket->TraceConnect("Tx", "Tx", MakeCallback(&Trace::Segment, this));
    socket->TraceConnect("Rx", "Rx", MakeCallback(&Trace::Segment, this));
  }

 private:
  std::ofstream m_out;

  void Follow32(Ptr<Socket> socket, const std::string& name) {
    socket->TraceConnect(name, name, MakeCallback(&Trace::Number, this));
  }
  std::ostream& Line(const std::string& what) { return m_out << Now() << ',' << what << ','; }
  void Number(std::string what, uint32_t, uint32_t now) { Line(what) << now << '\n'; }
  void Span(std::string what, Time, Time now) { Line(what) << now.GetSeconds() << '\n'; }
  void State(std::string what, TcpSocketState::TcpCongState_t, TcpSocketState::TcpCongState_t now) {
    Line(what) << TcpSocketState::TcpCongStateName[now] << '\n';
  }
  void Segment(std::string what, Ptr<const Packet> packet, const TcpHeader& header, Ptr<const TcpSocketBase>) {
    if (what == "Tx") {
      Line(what) << header.GetSequenceNumber().GetValue() - FIRST << '+' << packet->GetSize() << '\n';
      return;
    }
    std::ostream& out = Line("Ack") << header.GetAckNumber().GetValue() - FIRST;
    if (header.HasOption(TcpOption::SACK)) {
      auto sack = DynamicCast<const TcpOptionSack>(header.GetOption(TcpOption::SACK));
      for (const auto& block : sack->GetSackList()) {
        out << " [" << block.first.GetValue() - FIRST << ' ' << block.second.GetValue() - FIRST << ')';
      }
    }
    out << '\n';
  }
};

class Case {
 public:
  Settings settings;
  std::vector<std::unique_ptr<Flow>> flows;
  Counters counters;

  void Read(std::istream& in) {
    std::string line, word;
    std::vector<std::string> links;
    for (int number = 1; std::getline(in, line); number++) {
      std::istringstream words(line);
      if (!(words >> word)) continue;
      if (word == "set") {
        words >> word;
        settings.Set(word, words);
      } else if (word == "link") {
        links.push_back(line);
      } else if (word == "flow") {
        auto flow = std::make_unique<Flow>();
        words >> flow->bytes >> flow->startPs;
        while (words >> word) flow->path.push_back(word);
        words.clear();
        if (flow->path.size() < 2) Refuse("line " + std::to_string(number) + ": a flow needs a path");
        flows.push_back(std::move(flow));
      } else {
        Refuse("line " + std::to_string(number) + ": " + line);
      }
      if (words.fail()) Refuse("line " + std::to_string(number) + ": " + line);
    }
    settings.Apply();
    for (const std::string& link : links) Build(link);
    for (size_t i = 0; i < flows.size(); i++) Route(*flows[i], i);
  }

  void Run() {
    size_t bounded = 0;
    for (const auto& flow : flows) bounded += flow->Bounded();
    m_open = bounded;
    for (size_t i = 0; i < flows.size(); i++) {
      Flow& flow = *flows[i];
      flow.onComplete = [this] {
        if (--m_open == 0) Simulator::Stop();
      };
      flow.Open(m_nodes.at(flow.path.front()), m_nodes.at(flow.path.back()), 1024 + i);
    }
    Simulator::Schedule(PicoSeconds(SETUP_PS), [this] { counters.counting = true; });
    Simulator::Stop(PicoSeconds(SETUP_PS) + Seconds(settings.stopSeconds));
    auto before = std::chrono::steady_clock::now();
    Simulator::Run();
    m_wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
  }

  void Print() const {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double end = Now();
    uint32_t timeouts = 0;
    for (const auto& flow : flows) timeouts += flow->timeouts;
    std::printf("{\"endSeconds\":%.12f,\"hops\":%" PRIu64 ",\"drops\":%" PRIu64 ",\"timeouts\":%u,\"events\":%" PRIu64
                ",\"wallSeconds\":%.6f,\"peakRssKiB\":%ld,\"flows\":[",
                end, counters.hops, counters.drops, timeouts, Simulator::GetEventCount(), m_wall, usage.ru_maxrss);
    for (size_t i = 0; i < flows.size(); i++) {
      const Flow& flow = *flows[i];
      double until = flow.completedAt < 0 ? end : flow.completedAt;
      double took = until - flow.startPs / 1e12;
      std::printf("%s{\"deliveredBytes\":%" PRIu64 ",\"complete\":%s,\"seconds\":%.12f,\"goodputBps\":%.1f"
                  ",\"recoveries\":%u,\"timeouts\":%u}",
                  i ? "," : "", flow.Delivered(), flow.completedAt < 0 ? "false" : "true", took,
                  took > 0 ? flow.Delivered() * 8 / took : 0.0, flow.recoveries, flow.timeouts);
    }
    std::printf("]}\n");
  }

 private:
  std::map<std::string, Ptr<Node>> m_nodes;
  std::map<std::pair<std::string, std::string>, Ptr<NetDevice>> m_devices;
  size_t m_open = 0;
  double m_wall = 0;

  Ptr<Node> Named(const std::string& name) {
    Ptr<Node>& node = m_nodes[name];
    if (!node) {
      node = CreateObject<Node>();
      InternetStackHelper stack;
      stack.SetRoutingHelper(TableRoutingHelper());
      stack.SetIpv6StackInstall(false);
      stack.Install(node);
    }
    return node;
  }

  void Build(const std::string& line) {
    std::string word, left, right;
    uint64_t rate = 0;
    int64_t delay = 0;
    uint32_t packets = 0;
    std::istringstream(line) >> word >> left >> right >> rate >> delay >> packets;
    if (rate == 0 || packets == 0) Refuse(line);
    PointToPointHelper cable;
    cable.DisableFlowControl();
    cable.SetDeviceAttribute("DataRate", DataRateValue(DataRate(rate)));
    cable.SetChannelAttribute("Delay", TimeValue(PicoSeconds(delay)));
    cable.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", QueueSizeValue(QueueSize(QueueSizeUnit::PACKETS, packets)));
    NetDeviceContainer ends = cable.Install(Named(left), Named(right));
    m_devices[{left, right}] = ends.Get(0);
    m_devices[{right, left}] = ends.Get(1);
    for (uint32_t i = 0; i < 2; i++) {
      auto device = DynamicCast<PointToPointNetDevice>(ends.Get(i));
      device->TraceConnectWithoutContext("PhyTxEnd", MakeCallback(&Counters::Hop, &counters));
      device->GetQueue()->TraceConnectWithoutContext("Drop", MakeCallback(&Counters::Drop, &counters));
      Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
      ipv4->SetUp(ipv4->AddInterface(device));
    }
  }

  Ptr<NetDevice> Device(const std::string& from, const std::string& to) const {
    auto found = m_devices.find({from, to});
    if (found == m_devices.end()) Refuse("no link from " + from + " to " + to);
    return found->second;
  }

  void Route(Flow& flow, uint32_t index) {
    flow.source = Ipv4Address((10u << 24) + 2 * index + 1);
    flow.destination = Ipv4Address((11u << 24) + 2 * index + 1);
    Ways(flow.path, flow.source, flow.destination);
    Ways({flow.path.rbegin(), flow.path.rend()}, flow.destination, flow.source);
  }

  void Ways(const std::vector<std::string>& path, Ipv4Address from, Ipv4Address to) {
    for (size_t i = 0; i + 1 < path.size(); i++) {
      Ptr<NetDevice> device = Device(path[i], path[i + 1]);
      Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
      DynamicCast<TableRouting>(ipv4->GetRoutingProtocol())->Add(to, from, device);
      if (i == 0) {
        ipv4->AddAddress(ipv4->GetInterfaceForDevice(device), Ipv4InterfaceAddress(from, Ipv4Mask::GetOnes()));
      }
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  Time::SetResolution(Time::PS);
  std::string trace;
  uint32_t traced = 0;
  CommandLine options(__FILE__);
  options.AddValue("trace", "CSV file for one sender's window, RTT and segments", trace);
  options.AddValue("flow", "the flow to trace, from 0", traced);
  options.Parse(argc, argv);

  Case transfers;
  transfers.Read(std::cin);
  std::unique_ptr<Trace> tracing;
  if (!trace.empty()) {
    if (traced >= transfers.flows.size()) Refuse("no flow " + std::to_string(traced));
    Simulator::Schedule(PicoSeconds(SETUP_PS - 1), [&] {
      tracing = std::make_unique<Trace>(trace, transfers.flows[traced]->sender);
    });
  }
  transfers.Run();
  transfers.Print();
  Simulator::Destroy();
  return 0;
}
