package dev.drover.decide.communication;

/** What servers answer to a capacity request (S-CORE III-F 3). */
public interface Room {
  /** {@return whether {@code server}, which is not the VM's own, has room for it} */
  boolean fits(int vm, int server);
}
