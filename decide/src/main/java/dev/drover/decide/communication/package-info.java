/**
 * Which VM goes to which host so that traffic stays low in the network's layers: S-CORE
 * ("Implementing Scalable, Network-Aware Virtual Machine Migration for Cloud Data Centers"). VMs
 * and servers are numbers from 0, whether there are ten of them or millions.
 */
@NullMarked
package dev.drover.decide.communication;

import org.jspecify.annotations.NullMarked;
