package dev.drover.agent.api;

import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;

/** Asks a destination to make room for a VM and to listen for its migration. */
public record PrepareRequest(
    String migration, VmSpec vm, String source, Technique technique, TransferOptions transfer) {}
