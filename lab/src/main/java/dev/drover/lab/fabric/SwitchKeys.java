package dev.drover.lab.fabric;

import java.nio.file.Path;

/** What a switch needs to speak TLS; all PEM. */
public record SwitchKeys(Path key, Path certificate, Path authority) {}
