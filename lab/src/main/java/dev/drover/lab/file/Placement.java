package dev.drover.lab.file;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A lab whose VMs are placed by their traffic (S-CORE): hosts with memory run an Open vSwitch for
 * their VMs, and agents know of one another.
 *
 * @param port TCP; what an agent sends to it at a VM's address its host catches
 * @param rules what is told to the agents, as it is written in their configuration
 */
public record Placement(int port, SortedMap<String, String> rules) {
  public static final int DEFAULT_PORT = 7470;

  public Placement {
    rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
  }
}
