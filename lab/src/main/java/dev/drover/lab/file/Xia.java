package dev.drover.lab.file;

import dev.drover.model.unit.Bytes;
import dev.drover.xia.attach.AddressForm;

/**
 * That a lab's nodes speak XIA: each router is the gateway of its domain, hosts and clients are
 * hosts there.
 *
 * @param names the host or client on which the name service runs
 * @param cachePolicy by which routers keep content that passes
 * @param cache how much of it each router keeps; zero for none
 * @param form how virtual machines' addresses name the place where they are
 */
public record Xia(String names, String cachePolicy, Bytes cache, AddressForm form) {}
