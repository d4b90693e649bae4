package dev.drover.simulate.evacuation;

import dev.drover.model.unit.BitRate;

/** A tenant's mean goodput over the interval that ends at {@code atMs} since the run began. */
public record GoodputSample(long atMs, BitRate goodput) {}
