package dev.drover.agent.relay;

/**
 * What a TCP socket holds that was written to it.
 *
 * @param unsent bytes never handed to the network (SIOCOUTQNSD)
 * @param unacknowledged bytes not known to have arrived, the unsent ones included (SIOCOUTQ)
 */
record SendQueue(long unsent, long unacknowledged) {}
