package dev.drover.cli.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every figure of a report means, once. */
final class Measures {
  private static final Map<String, String> DEFINITIONS = definitions();

  private Measures() {}

  static void write(Html html) {
    html.element("h2", "What the measures mean").open("dl", "class", "measures");
    DEFINITIONS.forEach((name, meaning) -> html.element("dt", name).element("dd", meaning));
    html.close();
  }

  private static Map<String, String> definitions() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "Total time",
        "Of a migration: from the start command until the source may be switched off. Of an"
            + " evacuation: from its first start command until its last source may be switched"
            + " off.");
    all.put(
        "Physical limit",
        "Bytes that had to cross ÷ the bandwidth that was free: for every NIC direction that"
            + " migrations cross, resident guest memory ÷ (NIC rate − what tenants may claim of"
            + " it), and of these the largest. A policy that takes bandwidth from tenants can be"
            + " faster; a ratio below 1 shows just that.");
    all.put(
        "Migration traffic",
        "Bytes that the migrations sent, also as a multiple of the guest memory that had to"
            + " cross.");
    all.put("Downtime, QEMU", "How long the guest stood still, as QEMU reports it.");
    all.put(
        "Downtime, client",
        "The longest gap that a client saw between answers of the VM to a probe every 10 ms or"
            + " finer, during its migration.");
    all.put(
        "Workload lost",
        "Bytes that tenants could not send or receive: for each workload, its rate before the"
            + " evacuation less its rate during it, times the time. Loss in percent is 1 −"
            + " (goodput during ÷ goodput before), not below zero.");
    all.put(
        "Below SLA",
        "Time for which a tenant's goodput was below the lower limit of its SLA while it wanted to"
            + " send that much, summed over tenants.");
    all.put(
        "Round",
        "One pass over memory that was dirtied since the pass before; the first passes over all"
            + " of it.");
    all.put(
        "Stop-and-copy",
        "The guest stands still while its last state is sent; in post-copy, while its processor"
            + " state is sent, before the rest of its memory follows.");
    all.put(
        "Workload and migration traffic",
        "Migration traffic is all that has a host's own address at one end; everything else on the"
            + " NIC is workload traffic.");
    return all;
  }
}
