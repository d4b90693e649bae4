package dev.drover.agent.flow;

/** The flows of each address, newest first: those from it, or those to it. */
final class Chains {
  static final int END = -1;

  private final Records records;
  private final Hash hash;
  private final int shift;
  private final Slots heads;

  private Chains(Records records, Hash hash, int shift) {
    this.records = records;
    this.hash = hash;
    this.shift = shift;
    this.heads = new Slots(record -> hash.of(address(record)));
  }

  static Chains bySource(Records records, Hash hash) {
    return new Chains(records, hash, 32);
  }

  static Chains byDestination(Records records, Hash hash) {
    return new Chains(records, hash, 0);
  }

  /** Puts a record, new in {@link Records}, where it belongs. */
  void link(int record) {
    int address = address(record);
    int place = find(address);
    long next = heads.isTaken(place) ? heads.at(place) + 1 : 0;
    long others = records.get(record, Records.CHAINS) & ~(0xffffffffL << shift);
    records.set(record, Records.CHAINS, others | next << shift);
    heads.put(place, hash.of(address), record);
  }

  /** {@return the first record of an address, or {@link #END}} */
  int first(int address) {
    int place = find(address);
    return heads.isTaken(place) ? heads.at(place) : END;
  }

  /** {@return the record after {@code record}, or {@link #END}} */
  int next(int record) {
    return (int) (records.get(record, Records.CHAINS) >>> shift) - 1;
  }

  /** Forgets all, and expects no more addresses than there are records. */
  void clear() {
    heads.clear(Math.min(heads.taken(), records.size()));
  }

  private int find(int address) {
    long wanted = hash.of(address);
    int place = heads.first(wanted);
    while (heads.isTaken(place) && address(heads.at(place)) != address) {
      place = heads.next(place, wanted);
    }
    return place;
  }

  private int address(int record) {
    return (int) (records.get(record, Records.ADDRESSES) >>> shift);
  }
}
