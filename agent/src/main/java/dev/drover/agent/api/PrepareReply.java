package dev.drover.agent.api;

/** Where the destination listens for the migration, on the network that VMs use. */
public record PrepareReply(String address, int port) {}
