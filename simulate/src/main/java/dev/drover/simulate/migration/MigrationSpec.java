package dev.drover.simulate.migration;

import dev.drover.model.network.Route;

/** Where a guest is moved, and how. */
public record MigrationSpec(
    Route route, MigrationTechnique technique, MigrationSettings settings) {}
