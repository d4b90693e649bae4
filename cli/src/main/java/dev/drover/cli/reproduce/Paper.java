package dev.drover.cli.reproduce;

import java.util.Arrays;
import java.util.Optional;

/** The papers whose figures are made again. */
public enum Paper {
  EARLY_NOTIFICATION(
      "e-n",
      "early-notification-dynamic-routing",
      "Early Notification and Dynamic Routing",
      "Qin, Li, Chen, Huang: *Early Notification and Dynamic Routing: An Improved SDN-Based"
          + " Optimization Mechanism for VM Migration*."),
  EARLY_NOTIFICATION_LAB(
      "e-n-lab",
      "early-notification-in-the-lab",
      "Early Notification and Dynamic Routing, in the lab",
      "Qin, Li, Chen, Huang: *Early Notification and Dynamic Routing: An Improved SDN-Based"
          + " Optimization Mechanism for VM Migration*, on real switches with real traffic and real"
          + " VMs, at a smaller rate."),
  BANDWIDTH(
      "bda",
      "bandwidth-dynamic-assignment",
      "Bandwidth Dynamic Assignment",
      "Fang, Liao, Ge: *Live Virtual Machine Migration with Bandwidth Dynamic Assignment*."),
  TRAFFIC_AWARE(
      "traffic-aware",
      "traffic-aware-tables",
      "Traffic-Aware Live VM Migration: the tables",
      "Dayaratne: *Traffic-Aware Live VM Migration* (interim)."),
  S_CORE(
      "s-core",
      "s-core",
      "S-CORE",
      "Tso, Hamilton, Oikonomou, Pezaros: *Implementing Scalable, Network-Aware Virtual Machine"
          + " Migration for Cloud Data Centers*."),
  S_CORE_LAB(
      "s-core-lab",
      "s-core-in-the-lab",
      "S-CORE, in the lab",
      "Tso, Hamilton, Oikonomou, Pezaros: *Implementing Scalable, Network-Aware Virtual Machine"
          + " Migration for Cloud Data Centers*, on real hosts with real VMs that talk to each other,"
          + " at a smaller rate."),
  XIA(
      "xia",
      "xia-migration",
      "Live migration over XIA",
      "Zhang, Jin, Zhou, Wang, Zhu: *Control Protocol and Self-adaptive Mechanism for Live Virtual"
          + " Machine Migration over XIA*, with real VMs in a lab, at a smaller rate.");

  private final String id;
  private final String file;
  private final String title;
  private final String citation;

  Paper(String id, String file, String title, String citation) {
    this.id = id;
    this.file = file;
    this.title = title;
    this.citation = citation;
  }

  /** {@return the paper whose figures' names begin with {@code id}} */
  static Optional<Paper> named(String id) {
    return Arrays.stream(values()).filter(paper -> paper.id.equals(id)).findFirst();
  }

  /** {@return what its figures' names begin with} */
  String id() {
    return id;
  }

  /** {@return the name of its page, without ending, and of the folder with its data} */
  String file() {
    return file;
  }

  /** {@return whether its figures need a lab to be measured in} */
  boolean isMeasured() {
    return switch (this) {
      case EARLY_NOTIFICATION_LAB, S_CORE_LAB, XIA -> true;
      case EARLY_NOTIFICATION, BANDWIDTH, TRAFFIC_AWARE, S_CORE -> false;
    };
  }

  String title() {
    return title;
  }

  String citation() {
    return citation;
  }
}
