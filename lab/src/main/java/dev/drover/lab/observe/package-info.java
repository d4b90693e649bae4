/** What the clients see: probes, goodput, latency, and what a tenant lost. */
@NullMarked
package dev.drover.lab.observe;

import org.jspecify.annotations.NullMarked;
