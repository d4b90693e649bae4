package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;

/**
 * Where names are kept, as gateways' beacons say.
 *
 * @param address of the service, the intent {@link Xid#NAMES}
 * @param key the hash of the key that signs its answers, of any type: mostly the HID of its host
 */
public record NameServer(Dag address, Xid key) {}
