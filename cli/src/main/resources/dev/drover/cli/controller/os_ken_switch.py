"""A learning switch by MAC on OpenFlow 1.3: a flow and a packet-out for each packet-in whose
destination is known, else the packet flooded. The MACs are cut out of the frame by hand: os-ken's
own packet library would cost it more than all the rest."""

from os_ken.base import app_manager
from os_ken.controller import ofp_event
from os_ken.controller.handler import CONFIG_DISPATCHER, MAIN_DISPATCHER, set_ev_cls
from os_ken.ofproto import ofproto_v1_3


class LearningSwitch(app_manager.OSKenApp):
    OFP_VERSIONS = [ofproto_v1_3.OFP_VERSION]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ports = {}

    @set_ev_cls(ofp_event.EventOFPSwitchFeatures, CONFIG_DISPATCHER)
    def features(self, event):
        datapath = event.msg.datapath
        ofproto, parser = datapath.ofproto, datapath.ofproto_parser
        self.ports[datapath.id] = {}
        actions = [parser.OFPActionOutput(ofproto.OFPP_CONTROLLER, ofproto.OFPCML_NO_BUFFER)]
        self.install(datapath, 0, parser.OFPMatch(), actions)

    @set_ev_cls(ofp_event.EventOFPPacketIn, MAIN_DISPATCHER)
    def packet_in(self, event):
        message = event.msg
        datapath = message.datapath
        ofproto, parser = datapath.ofproto, datapath.ofproto_parser
        port = message.match["in_port"]
        frame = message.data
        destination, source = frame[0:6].hex(":"), frame[6:12].hex(":")
        ports = self.ports[datapath.id]
        ports[source] = port
        out = ports.get(destination, ofproto.OFPP_FLOOD)
        actions = [parser.OFPActionOutput(out)]
        if out != ofproto.OFPP_FLOOD:
            match = parser.OFPMatch(in_port=port, eth_dst=destination, eth_src=source)
            self.install(datapath, 1, match, actions)
        datapath.send_msg(
            parser.OFPPacketOut(
                datapath=datapath,
                buffer_id=ofproto.OFP_NO_BUFFER,
                in_port=port,
                actions=actions,
                data=frame,
            )
        )

    @staticmethod
    def install(datapath, priority, match, actions):
        ofproto, parser = datapath.ofproto, datapath.ofproto_parser
        apply = [parser.OFPInstructionActions(ofproto.OFPIT_APPLY_ACTIONS, actions)]
        datapath.send_msg(
            parser.OFPFlowMod(
                datapath=datapath,
                priority=priority,
                idle_timeout=60 if priority else 0,
                match=match,
                instructions=apply,
            )
        )
