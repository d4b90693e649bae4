package dev.drover.lab.file;

import dev.drover.xia.attach.AddressForm;

/**
 * That a lab's nodes speak XIA: each router is the gateway of its domain, hosts and clients are
 * hosts there.
 *
 * @param names the host or client on which the name service runs
 * @param form how virtual machines' addresses name the place where they are
 */
public record Xia(String names, AddressForm form) {}
