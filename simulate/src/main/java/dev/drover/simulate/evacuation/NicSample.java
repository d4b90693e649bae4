package dev.drover.simulate.evacuation;

import dev.drover.model.Traffic;

/**
 * A host's traffic over the interval that ends at {@code atMs}, as its agent counts it.
 *
 * @param atMs milliseconds since the run began
 * @param nic all traffic
 * @param migration the part of it that is migration traffic
 */
public record NicSample(long atMs, Traffic nic, Traffic migration) {}
