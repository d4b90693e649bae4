package dev.drover.decide.communication;

/**
 * Which of the servers that host a VM's neighbours is taken. They are looked at in the order of
 * S-CORE III-F 3: from the neighbour at the highest level to the one at the lowest, at one level
 * the more costly neighbour first.
 */
public enum CandidateRule {
  /** The first that has room and lowers the cost by more than the migration costs. */
  FIRST_THAT_LOWERS,
  /**
   * The first that has room, if it lowers the cost; else the VM stays. The paper's other reading:
   * "it will migrate there if the communication cost is reduced, and not migrate otherwise".
   */
  FIRST_WITH_ROOM,
  /** Of all that have room the one that lowers the cost most. Not in the paper. */
  LOWEST
}
